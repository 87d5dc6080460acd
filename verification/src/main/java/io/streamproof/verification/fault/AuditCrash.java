package io.streamproof.verification.fault;

import io.streamproof.pipeline.fault.CrashPoint;
import io.streamproof.verification.stack.Stack;
import io.streamproof.verification.stack.StackException;
import io.streamproof.verification.stack.StackProcess;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Kills an instance of the audit amid a commit, from outside. A deferred trigger in the ledger
 * holds the instance's transaction inside its commit, all of it written, until a lock is free.
 * There it is killed and its transaction with it; or it is halted, the transaction let go, and it
 * is killed when that has been committed, of which it never learns. Several instances can be held
 * at a time.
 */
final class AuditCrash {
  private static final long LOCKS = 0x53545245L << 32;
  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final long LOOK_MILLIS = 2;

  private final StackProcess process;
  private final String instance;
  private final Stack stack;
  private final long lock;
  private final String hold;

  AuditCrash(Stack stack, String instance) {
    this.stack = stack;
    this.instance = instance;
    this.process = stack.process(instance);
    this.lock = LOCKS + Integer.toUnsignedLong(instance.hashCode());
    this.hold = "\"streamproof_hold_" + instance + "\"";
  }

  void at(AuditStep step, CrashPoint point) throws InterruptedException {
    try (Connection watch = connect()) {
      run(watch, trap(step));
      try (Connection holder = stack.connectToLedger()) {
        run(holder, "select pg_advisory_lock(%s)".formatted(lock));
        int backend = awaitHeld(watch);
        if (point == CrashPoint.BEFORE_COMMIT) {
          process.kill();
          run(watch, "select pg_terminate_backend(%s, 10000)".formatted(backend));
        } else {
          process.pause();
          run(holder, "select pg_advisory_unlock(%s)".formatted(lock));
          awaitCommitted(watch, backend);
          process.kill();
        }
      } finally {
        process.resume();
        run(watch, "drop function %s cascade".formatted(hold));
      }
    } catch (SQLException e) {
      throw new StackException("cannot hold a commit of " + instance + ": " + e.getMessage());
    }
  }

  /** The database may be on its way back from something else. */
  private Connection connect() throws SQLException {
    stack.awaitReady("postgresql");
    return stack.connectToLedger();
  }

  private String trap(AuditStep step) {
    return """
        create function %s() returns trigger language plpgsql as
        'begin perform pg_advisory_xact_lock_shared(%s); return null; end';
        create constraint trigger %s after insert or update on %s
        deferrable initially deferred for each row
        when (current_setting('application_name') = '%s' and %s)
        execute function %s()
        """
        .formatted(hold, lock, hold, step.table(), instance, step.row(), hold);
  }

  /** The database's process that waits inside the commit, and for no other lock. */
  private int awaitHeld(Connection watch) throws SQLException, InterruptedException {
    return await(
        watch,
        """
        select a.pid from pg_stat_activity a join pg_locks l on l.pid = a.pid
         where a.application_name = '%s' and l.locktype = 'advisory' and not l.granted
           and l.objsubid = 1 and (l.classid::bigint << 32 | l.objid::bigint) = %s
         limit 1
        """
            .formatted(instance, lock),
        "it did not commit");
  }

  private void awaitCommitted(Connection watch, int backend)
      throws SQLException, InterruptedException {
    await(
        watch,
        "select pid from pg_stat_activity where state = 'idle' and pid = %s".formatted(backend),
        "its commit did not end");
  }

  private int await(Connection watch, String question, String otherwise)
      throws SQLException, InterruptedException {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    try (PreparedStatement asked = watch.prepareStatement(question)) {
      while (System.nanoTime() < deadline) {
        try (ResultSet answer = asked.executeQuery()) {
          if (answer.next()) {
            return answer.getInt(1);
          }
        }
        TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      }
    }
    throw new StackException(otherwise + " within " + LIMIT.toSeconds() + " s: " + instance);
  }

  private static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
