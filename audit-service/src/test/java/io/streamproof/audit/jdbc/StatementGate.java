package io.streamproof.audit.jdbc;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Runs two pieces of work on a database statement by statement: the first until it is about to
 * execute a given one, then the second until its end or until it waits for a lock of the first's,
 * then both. Before that statement and before each commit, a piece of work can be held.
 */
final class StatementGate {
  private static final long PATIENCE_SECONDS = 30;

  private static final ThreadLocal<@Nullable Track> TRACK = new ThreadLocal<>();

  private final BooleanSupplier isLockAwaited;

  /** What is known of a piece of work. */
  private static final class Track {
    private final int holdAt;
    private final Semaphore held = new Semaphore(0);
    private final Semaphore released = new Semaphore(0);
    private int executed;

    private Track(int holdAt) {
      this.holdAt = holdAt;
    }

    private void pass() {
      if (executed++ == holdAt) {
        held.release();
        released.acquireUninterruptibly();
      }
    }
  }

  /**
   * Makes a gate.
   *
   * @param isLockAwaited whether anybody waits for a lock in the database
   */
  StatementGate(BooleanSupplier isLockAwaited) {
    this.isLockAwaited = isLockAwaited;
  }

  /** The same database with the gate before each statement. */
  DataSource before(DataSource database) {
    return proxy(
        DataSource.class,
        database,
        (method, result) -> result instanceof Connection connection ? before(connection) : result);
  }

  private Connection before(Connection connection) {
    return proxy(
        Connection.class,
        connection,
        (method, result) -> {
          if (result instanceof PreparedStatement statement) {
            return proxy(PreparedStatement.class, statement, (m, r) -> r);
          }
          return result instanceof Statement statement
              ? proxy(Statement.class, statement, (m, r) -> r)
              : result;
        });
  }

  private interface Wrapping {
    @Nullable Object wrap(String method, @Nullable Object result);
  }

  private <T> T proxy(Class<T> type, T target, Wrapping wrapping) {
    InvocationHandler handler =
        (proxy, method, arguments) -> {
          if (method.getName().startsWith("execute") || method.getName().equals("commit")) {
            Track track = TRACK.get();
            if (track != null) {
              track.pass();
            }
          }
          try {
            return wrapping.wrap(method.getName(), method.invoke(target, arguments));
          } catch (InvocationTargetException e) {
            throw e.getCause();
          }
        };
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  /**
   * Runs two pieces of work.
   *
   * @param holdAt before how many statements of the first the second runs
   * @return whether the first has so many statements
   */
  boolean run(int holdAt, Callable<?> first, Callable<?> second) throws Exception {
    Track track = new Track(holdAt);
    FutureTask<?> one = start(track, first);
    while (!track.held.tryAcquire(1, TimeUnit.MILLISECONDS)) {
      if (one.isDone()) {
        one.get();
        second.call();
        return false;
      }
    }
    FutureTask<?> two = start(new Track(Integer.MAX_VALUE), second);
    awaitEndOrLock(two);
    track.released.release();
    one.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    two.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    return true;
  }

  private void awaitEndOrLock(FutureTask<?> work) throws InterruptedException, ExecutionException {
    while (!work.isDone() && !isLockAwaited.getAsBoolean()) {
      try {
        work.get(1, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        // It is looked again.
      }
    }
  }

  private FutureTask<?> start(Track track, Callable<?> work) {
    FutureTask<?> task =
        new FutureTask<>(
            () -> {
              TRACK.set(track);
              return work.call();
            });
    new Thread(task).start();
    return task;
  }
}
