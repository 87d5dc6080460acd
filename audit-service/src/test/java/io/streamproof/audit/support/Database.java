package io.streamproof.audit.support;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/**
 * A real PostgreSQL, started once for all tests of a JVM; each asks for a database of its own, with
 * the real migrations.
 */
public final class Database {
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private Database() {}

  /** A new, migrated database. */
  public static DataSource create() {
    DataSource dataSource = Server.INSTANCE.getDatabase("postgres", empty());
    Flyway.configure().dataSource(dataSource).load().migrate();
    return dataSource;
  }

  /** The JDBC address of a new database without any tables. */
  public static String createUrl() {
    return Server.INSTANCE.getJdbcUrl("postgres", empty());
  }

  private static String empty() {
    String name = "test" + NUMBER.incrementAndGet();
    try (Connection connection = Server.INSTANCE.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("create database " + name);
    } catch (SQLException e) {
      throw new IllegalStateException("cannot create database " + name, e);
    }
    return name;
  }

  private static final class Server {
    static final EmbeddedPostgres INSTANCE = start();

    private static EmbeddedPostgres start() {
      try {
        EmbeddedPostgres server =
            EmbeddedPostgres.builder().setPGStartupWait(java.time.Duration.ofMinutes(1)).start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> close(server)));
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
