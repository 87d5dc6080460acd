package io.streamproof.verification.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PostgresIT {
  @Test
  void isARealOneOfVersion18BehindAPassword() throws SQLException {
    try (Guard guard = Guard.start()) {
      Postgres postgres = Postgres.prepare(guard, Set.of(), null);
      postgres.start();
      postgres.awaitReady(Readiness.within(Duration.ofMinutes(1)));

      try (Connection connection = postgres.connect()) {
        assertThat(connection.getMetaData().getDatabaseMajorVersion()).isEqualTo(18);
      }
      assertThatThrownBy(
              () -> DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), "wrong"))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("password authentication failed");
    }
  }

  @Test
  void stopsAtOnceThoughConnectionsAreOpen() throws SQLException {
    try (Guard guard = Guard.start()) {
      Postgres postgres = started(guard);
      try (Connection connection = postgres.connect()) {
        connection.createStatement().execute("create table kept as select 17 as number");

        postgres.process().stop(Duration.ofSeconds(20));

        assertThat(postgres.process().exitCode()).hasValue(0);
      }
    }
  }

  @Test
  void survivesSigkillWithWhatWasCommitted() throws SQLException {
    try (Guard guard = Guard.start()) {
      Postgres postgres = started(guard);
      try (Connection connection = postgres.connect()) {
        connection.createStatement().execute("create table kept as select 17 as number");
      }

      postgres.process().kill();
      postgres.process().start();
      postgres.awaitReady(Readiness.within(Duration.ofMinutes(1)));

      try (Connection connection = postgres.connect();
          var rows = connection.createStatement().executeQuery("select number from kept")) {
        assertThat(rows.next()).isTrue();
        assertThat(rows.getInt(1)).isEqualTo(17);
      }
    }
  }

  private static Postgres started(Guard guard) {
    Postgres postgres = Postgres.prepare(guard, Set.of(), null);
    postgres.start();
    postgres.awaitReady(Readiness.within(Duration.ofMinutes(1)));
    return postgres;
  }
}
