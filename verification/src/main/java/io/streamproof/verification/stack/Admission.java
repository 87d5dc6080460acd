package io.streamproof.verification.stack;

import java.util.Locale;

/** What a listener of the broker asks of those who come by it. */
enum Admission {
  OPEN("PLAINTEXT", ""),

  /** TLS, and the password of a user. */
  PASSWORD(
      "SASL_SSL",
      """
      listener.name.%1$s.sasl.enabled.mechanisms=SCRAM-SHA-512
      listener.name.%1$s.scram-sha-512.sasl.jaas.config=\
      org.apache.kafka.common.security.scram.ScramLoginModule required;
      """),

  /** TLS, and a token by an issuer. */
  TOKEN(
      "SASL_SSL",
      """
      listener.name.%1$s.sasl.enabled.mechanisms=OAUTHBEARER
      listener.name.%1$s.oauthbearer.sasl.server.callback.handler.class=\
      org.apache.kafka.common.security.oauthbearer.OAuthBearerValidatorCallbackHandler
      listener.name.%1$s.oauthbearer.sasl.jaas.config=\
      org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required;
      """);

  private final String protocol;
  private final String settings;

  Admission(String protocol, String settings) {
    this.protocol = protocol;
    this.settings = settings;
  }

  String protocol() {
    return protocol;
  }

  /** What the broker is told of a listener that is let in so. */
  String settings(String listener) {
    return String.format(Locale.ROOT, settings, listener.toLowerCase(Locale.ROOT));
  }
}
