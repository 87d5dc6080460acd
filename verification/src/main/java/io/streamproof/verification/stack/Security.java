package io.streamproof.verification.stack;

import java.net.URI;
import java.util.List;
import java.util.Set;

/**
 * How the doors of a stack are locked: broker and database take services in by TLS only, and ask
 * them who they are. The bench itself comes to the broker by a door of its own.
 *
 * @param user whom the broker knows by a password
 * @param issuer whose tokens the broker takes
 * @param keys where the issuer shows the keys by which they are checked
 * @param byToken the services that come to the broker with a token; others have the password
 * @param rights whether a user may do only what it is told to be allowed; else they may do all
 */
public record Security(
    Certificates certificates,
    String user,
    String password,
    URI issuer,
    URI keys,
    Set<String> byToken,
    boolean rights) {
  /** Who comes by the open door, as bench and broker do, has no name. */
  private static final String AUTHORIZER =
      """
      authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
      super.users=User:ANONYMOUS
      """;

  public Security {
    byToken = Set.copyOf(byToken);
  }

  /** Whoever is let in may do everything. */
  public Security(
      Certificates certificates,
      String user,
      String password,
      URI issuer,
      URI keys,
      Set<String> byToken) {
    this(certificates, user, password, issuer, keys, byToken, false);
  }

  /** The same where a user may do nothing that it has no right to. The bench still may do all. */
  public Security withRights() {
    return new Security(certificates, user, password, issuer, keys, byToken, true);
  }

  /** What the broker asks of a service. */
  Admission admission(String service) {
    return byToken.contains(service) ? Admission.TOKEN : Admission.PASSWORD;
  }

  /** What the JVM of the broker is told: nobody else may be asked for keys. */
  List<String> brokerOptions() {
    return List.of("-Dorg.apache.kafka.sasl.oauthbearer.allowed.urls=" + keys);
  }

  /** What the storage of the broker is formatted with: whom it knows. */
  List<String> brokerFormat() {
    return List.of("--add-scram", "SCRAM-SHA-512=[name=%s,password=%s]".formatted(user, password));
  }

  /** What all locked listeners of the broker have in common. */
  String brokerSettings() {
    return """
        ssl.keystore.type=PEM
        ssl.keystore.location=%s
        sasl.oauthbearer.jwks.endpoint.url=%s
        sasl.oauthbearer.expected.issuer=%s
        sasl.oauthbearer.expected.audience=kafka
        """
            .formatted(certificates.keyAndCertificate(), keys, issuer)
        + (rights ? AUTHORIZER : "");
  }

  /** The parameters of a JDBC address by which the database's certificate is checked. */
  String jdbcParameters() {
    return "?sslmode=verify-full&sslrootcert=" + certificates.authority();
  }
}
