package io.streamproof.audit.jdbc;

import io.streamproof.audit.catalogue.AuditedPipeline;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.jdbc.support.JdbcUtils;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * A connection that holds a session-level advisory lock on a pipeline. Everything that the lock
 * protects is written through this connection: when it is lost, PostgreSQL ends its transaction
 * before it releases the lock, so whoever has lost the lock can no longer write. No transaction is
 * open unless {@link #transaction} runs one.
 *
 * <p>Its statements and transactions have no time limits: neither {@code
 * spring.jdbc.template.query-timeout} nor {@code spring.transaction.default-timeout} applies.
 */
final class LockedConnection implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LockedConnection.class);

  private final Connection connection;
  private final SingleConnectionDataSource dataSource;
  private final JdbcTemplate template;
  private final TransactionTemplate transaction;
  private final int kind;
  private final int pipelineId;

  private LockedConnection(Connection connection, int kind, int pipelineId) {
    this.connection = connection;
    this.dataSource = new SingleConnectionDataSource(connection, true);
    this.template = new JdbcTemplate(dataSource);
    this.transaction = new TransactionTemplate(new JdbcTransactionManager(dataSource));
    this.kind = kind;
    this.pipelineId = pipelineId;
  }

  /**
   * Locks a pipeline; empty if another session has it locked.
   *
   * @param kind what is locked: the first key of the advisory lock
   */
  static Optional<LockedConnection> tryLock(DataSource pool, int kind, AuditedPipeline pipeline) {
    LockedConnection locked = new LockedConnection(connection(pool), kind, pipeline.id());
    try {
      if (locked.ask("select pg_try_advisory_lock(?, ?)")) {
        return Optional.of(locked);
      }
    } catch (RuntimeException e) {
      locked.abort();
      throw e;
    }
    locked.dataSource.destroy();
    return Optional.empty();
  }

  private static Connection connection(DataSource pool) {
    try {
      return inAutocommit(pool.getConnection());
    } catch (SQLException e) {
      throw new DataAccessResourceFailureException("no connection to the ledger", e);
    }
  }

  private static Connection inAutocommit(Connection connection) throws SQLException {
    try {
      connection.setAutoCommit(true);
      return connection;
    } catch (SQLException e) {
      JdbcUtils.closeConnection(connection);
      throw e;
    }
  }

  JdbcTemplate template() {
    return template;
  }

  TransactionTemplate transaction() {
    return transaction;
  }

  /** Unlocks the pipeline, by closing the connection for good where there is no other way. */
  @Override
  public void close() {
    try {
      if (ask("select pg_advisory_unlock(?, ?)")) {
        dataSource.destroy();
        return;
      }
      LOG.warn(
          "The lock on pipeline {} was gone before it was released: is there a proxy between the"
              + " audit and PostgreSQL that does not keep sessions?",
          pipelineId);
    } catch (DataAccessException e) {
      LOG.warn(
          "The lock on pipeline {} ends with its connection, which has failed: {}",
          pipelineId,
          e.getMessage());
    }
    abort();
  }

  /**
   * Ends the session, and with it the lock, instead of giving the connection back as it is. It is
   * closed here, since the data source logs a stack trace when an aborted connection does not close
   * as others do.
   */
  private void abort() {
    try {
      connection.abort(Runnable::run);
    } catch (SQLException e) {
      LOG.debug("A connection was gone already", e);
    } finally {
      JdbcUtils.closeConnection(connection);
    }
  }

  private boolean ask(String sql) {
    return Boolean.TRUE.equals(template.queryForObject(sql, Boolean.class, kind, pipelineId));
  }
}
