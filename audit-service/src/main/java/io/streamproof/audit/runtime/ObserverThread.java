package io.streamproof.audit.runtime;

import io.streamproof.audit.log.RecordFeed;
import io.streamproof.audit.observation.ObservationSession;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread that reads topics into the ledger until it is shut down. Any failure ends a session; the
 * next one begins, after a pause, from what the ledger holds.
 */
final class ObserverThread extends Thread {
  private static final Logger LOG = LoggerFactory.getLogger(ObserverThread.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  private final Supplier<RecordFeed> feeds;
  private final Function<RecordFeed, ObservationSession> sessions;
  private volatile boolean stopped;

  ObserverThread(
      String name, Supplier<RecordFeed> feeds, Function<RecordFeed, ObservationSession> sessions) {
    super(name);
    this.feeds = feeds;
    this.sessions = sessions;
  }

  @Override
  public void run() {
    Duration pause = FIRST_PAUSE;
    while (!stopped) {
      try (RecordFeed feed = feeds.get()) {
        read(sessions.apply(feed));
        pause = FIRST_PAUSE;
      } catch (RuntimeException e) {
        LOG.warn("Reading stopped and is tried again in {} ms: {}", pause.toMillis(), e.toString());
        LOG.debug("Reading stopped", e);
        pause(pause);
        pause =
            pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0
                ? pause.multipliedBy(2)
                : LONGEST_PAUSE;
      }
    }
  }

  private void read(ObservationSession session) {
    try {
      session.begin();
      while (!stopped) {
        session.step();
      }
      session.finish();
    } catch (RuntimeException e) {
      session.abandon();
      throw e;
    }
  }

  /** Asks it to write what it has read and to end; {@link #join} waits for that. */
  void shutDown() {
    stopped = true;
    interruptPause();
  }

  private synchronized void pause(Duration pause) {
    long end = System.nanoTime() + pause.toNanos();
    try {
      for (long left = pause.toMillis();
          left > 0 && !stopped;
          left = (end - System.nanoTime()) / 1_000_000) {
        wait(left);
      }
    } catch (InterruptedException e) {
      stopped = true;
    }
  }

  private synchronized void interruptPause() {
    notifyAll();
  }
}
