package io.streamproof.verification.stack;

import java.time.Duration;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A broker and a PostgreSQL for several stacks, each with a database of its own, which saves their
 * start. The pipelines of the stacks need different names. A stack whose broker or database is to
 * be disturbed needs its own.
 */
public final class SharedServers implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofMinutes(2);
  private static final Pattern NOT_ALLOWED = Pattern.compile("[^a-z0-9]");

  private final Guard guard;
  private final BrokerCluster brokers;
  private final Postgres postgres;

  private SharedServers(Guard guard) {
    this.guard = guard;
    this.brokers = BrokerCluster.prepare(guard, 1, Set.of(), null);
    this.postgres = Postgres.prepare(guard, Set.of(), null);
  }

  /**
   * Starts them and waits until they are ready.
   *
   * @throws StackException if one does not come up; nothing is left behind
   */
  public static SharedServers start() {
    Guard guard = Guard.start();
    try {
      SharedServers servers = new SharedServers(guard);
      servers.bringUp(Readiness.within(START_LIMIT));
      return servers;
    } catch (RuntimeException e) {
      guard.close();
      throw e;
    }
  }

  private void bringUp(Readiness readiness) {
    brokers.start();
    postgres.start();
    postgres.awaitReady(readiness);
    brokers.awaitReady(readiness);
  }

  BrokerCluster brokers() {
    return brokers;
  }

  Postgres postgres() {
    return postgres;
  }

  /** The name of the database of a stack, which has to create it. */
  static String database(String pipeline) {
    return "stack_" + NOT_ALLOWED.matcher(pipeline).replaceAll("_");
  }

  @Override
  public void close() {
    guard.close();
  }
}
