package io.streamproof.verification.stack;

import io.streamproof.pipeline.CodeBlocks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The keys to a secured stack: the settings of services and the SQL of docs/TLS.md, with the
 * addresses, folders and passwords of the stack in place of those on the page.
 *
 * @param certificates whom the services trust, and what they show
 * @param kafka password of the broker's user
 * @param client secret of the issuer's client
 * @param owner password of the ledger's owner
 * @param audit password of the role that runs the audit
 */
record Keys(
    Certificates certificates,
    Issuer issuer,
    String kafka,
    String client,
    String owner,
    String audit) {
  static final String USER = "streamproof";

  private static final Path PAGE = Path.of("../docs/TLS.md");
  private static final List<String> SETTINGS = CodeBlocks.of(PAGE, "properties");
  private static final List<String> SQL = CodeBlocks.of(PAGE, "sql");

  /** What settings are for, and which on the page they are. */
  enum Door {
    SECRETS(0),
    KAFKA_BY_PASSWORD(1),
    KAFKA_BY_TOKEN(2),
    DATABASE(3),
    HTTP(4);

    private final int place;

    Door(int place) {
      this.place = place;
    }
  }

  static String secret() {
    return "secret-" + UUID.randomUUID();
  }

  /** The same for somebody who trusts another authority. */
  Keys trusting(Certificates other) {
    return new Keys(other, issuer, kafka, client, owner, audit);
  }

  /** The same with wrong passwords, but for the owner's. */
  Keys wrong() {
    return new Keys(certificates, issuer, secret(), secret(), owner, secret());
  }

  /** What a service is told that comes by these doors. */
  Map<String, String> settings(String brokers, String database, Door... doors) {
    Map<String, String> settings = new HashMap<>();
    for (Door door : doors) {
      SETTINGS
          .get(door.place)
          .lines()
          .forEach(
              line -> {
                int end = line.indexOf('=');
                settings.put(
                    line.substring(0, end), here(line.substring(end + 1), brokers, database));
              });
    }
    return settings;
  }

  private String here(String value, String brokers, String database) {
    return value
        .replaceFirst("kafka\\.example\\.com:\\d+", brokers)
        .replace("db.example.com:5432", database)
        .replace("https://issuer.example.com/token", issuer.tokens().toString())
        .replace("/etc/streamproof/tls/", certificates.authority().resolveSibling("") + "/")
        .replace("/etc/streamproof/secrets/", mountedSecrets() + "/")
        .replace("<password>", kafka)
        .replace("<secret>", client);
  }

  /** A folder with the passwords of the database, a file each. */
  private Path mountedSecrets() {
    try {
      Path folder = certificates.authority().resolveSibling("secrets-" + UUID.randomUUID());
      Files.createDirectory(folder);
      Files.writeString(folder.resolve("spring.datasource.password"), audit);
      Files.writeString(folder.resolve("spring.flyway.password"), owner);
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Makes the roles, as the page says, and gives them their passwords. */
  void makeRoles(Postgres postgres) {
    try (Connection connection = postgres.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(SQL.get(0));
      statement.execute(SQL.get(1));
      statement.execute("alter role streamproof_owner password '%s'".formatted(owner));
      statement.execute("alter role streamproof_audit password '%s'".formatted(audit));
    } catch (SQLException e) {
      throw new StackException("cannot make the roles: " + e.getMessage());
    }
    try (Connection connection = postgres.connect("streamproof");
        Statement statement = connection.createStatement()) {
      statement.execute(SQL.get(2));
    } catch (SQLException e) {
      throw new StackException("cannot make the schema: " + e.getMessage());
    }
  }
}
