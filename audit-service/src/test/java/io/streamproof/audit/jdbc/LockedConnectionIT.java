package io.streamproof.audit.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.zaxxer.hikari.HikariDataSource;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** A connection of a pool that holds a lock, or fails to. */
@ExtendWith(OutputCaptureExtension.class)
class LockedConnectionIT {
  private static final int LOCK = 7;

  private final LedgerFixture fixture = new LedgerFixture();
  private final HikariDataSource pool = new HikariDataSource();
  private final Logger spring = (Logger) LoggerFactory.getLogger(SingleConnectionDataSource.class);

  LockedConnectionIT() {
    pool.setDataSource(fixture.dataSource);
    pool.setMaximumPoolSize(1);
    pool.setConnectionTimeout(1_000);
    spring.setLevel(Level.INFO);
  }

  @AfterEach
  void closePool() {
    spring.setLevel(null);
    pool.close();
  }

  @Test
  void goesBackToThePoolIfItCannotBeUsed() {
    DataSource failing =
        new DelegatingDataSource(pool) {
          @Override
          public Connection getConnection() throws SQLException {
            return withoutAutoCommit(super.getConnection());
          }
        };
    assertThatThrownBy(() -> LockedConnection.tryLock(failing, LOCK, fixture.shop))
        .isInstanceOf(DataAccessException.class);
    assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isZero();
  }

  @Test
  void warnsOfALockThatItHadNotAnyMore(CapturedOutput output) {
    LockedConnection locked = tryLock();
    locked.template().execute("select pg_advisory_unlock_all()");
    locked.close();
    assertThat(output)
        .containsPattern("WARN .*LockedConnection .*lock on pipeline 1")
        .as("Spring's stack trace")
        .doesNotContain("Could not close shared JDBC Connection");
    tryLock().close();
  }

  @Test
  void warnsOfASessionThatItHasLost(CapturedOutput output) {
    LockedConnection locked = tryLock();
    int session =
        JdbcClient.create(locked.template())
            .sql("select pg_backend_pid()")
            .query(Integer.class)
            .single();
    fixture.session.sql("select pg_terminate_backend(?)").param(session).query().singleRow();
    locked.close();
    assertThat(output)
        .containsPattern("WARN .*LockedConnection .*lock on pipeline 1")
        .as("Spring's stack trace")
        .doesNotContain("Could not close shared JDBC Connection");
    tryLock().close();
  }

  private LockedConnection tryLock() {
    return LockedConnection.tryLock(pool, LOCK, fixture.shop).orElseThrow();
  }

  private static Connection withoutAutoCommit(Connection connection) {
    return (Connection)
        Proxy.newProxyInstance(
            Connection.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("setAutoCommit")) {
                throw new SQLException("the connection is broken");
              }
              try {
                return method.invoke(connection, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
