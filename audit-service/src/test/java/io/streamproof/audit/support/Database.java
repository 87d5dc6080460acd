package io.streamproof.audit.support;

import io.streamproof.pipeline.CodeBlocks;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/**
 * A real PostgreSQL, started once for all tests of a JVM; each asks for a database of its own, with
 * the roles that docs/TLS.md makes and the real migrations.
 */
public final class Database {
  /** Who owns the ledger, and who runs the audit. */
  private static final String OWNER = "streamproof_owner";

  private static final String AUDIT = "streamproof_audit";
  private static final String DOCUMENTED = "database streamproof";
  private static final List<String> SQL = CodeBlocks.of(Path.of("../docs/TLS.md"), "sql");
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final String name;

  private Database(String name) {
    this.name = name;
  }

  /** A new database that its owner has migrated. */
  public static Database create() {
    Database database = new Database(empty());
    database.execute(SQL.get(2).replace(DOCUMENTED, "database " + database.name));
    Flyway.configure().dataSource(database.asOwner()).load().migrate();
    return database;
  }

  /** The JDBC address of a new database without any tables, where {@code postgres} may do all. */
  public static String createUrl() {
    return Server.INSTANCE.getJdbcUrl("postgres", empty());
  }

  /** It, as the audit sees it. */
  public DataSource asAudit() {
    return Server.INSTANCE.getDatabase(AUDIT, name);
  }

  /** It, as the ledger's owner sees it. */
  public DataSource asOwner() {
    return Server.INSTANCE.getDatabase(OWNER, name);
  }

  /** It, for whoever may do all. */
  public DataSource asSuperuser() {
    return Server.INSTANCE.getDatabase("postgres", name);
  }

  private void execute(String sql) {
    execute(asSuperuser(), sql);
  }

  private static void execute(DataSource dataSource, String sql) {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException("cannot " + sql, e);
    }
  }

  private static String empty() {
    String name = "test" + NUMBER.incrementAndGet();
    execute(Server.INSTANCE.getPostgresDatabase(), "create database " + name);
    return name;
  }

  private static final class Server {
    static final EmbeddedPostgres INSTANCE = start();

    private static EmbeddedPostgres start() {
      try {
        EmbeddedPostgres server =
            EmbeddedPostgres.builder().setPGStartupWait(java.time.Duration.ofMinutes(1)).start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> close(server)));
        execute(server.getPostgresDatabase(), SQL.get(0));
        return server;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static void close(EmbeddedPostgres server) {
      try {
        server.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
