package io.streamproof.audit.kafka;

import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread that reads topics into the ledger until it is told to stop. Whatever fails ends a
 * session; the next one begins, after a pause, from what the ledger holds.
 */
final class ObserverThread extends Thread {
  private static final Logger LOG = LoggerFactory.getLogger(ObserverThread.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  private final Supplier<ObserverSession> sessions;
  private volatile boolean stopped;
  private volatile @Nullable ObserverSession session;

  ObserverThread(String name, Supplier<ObserverSession> sessions) {
    super(name);
    this.sessions = sessions;
  }

  @Override
  public void run() {
    Duration pause = FIRST_PAUSE;
    while (!stopped) {
      try (ObserverSession current = sessions.get()) {
        session = current;
        if (stopped) {
          return;
        }
        current.run();
        pause = FIRST_PAUSE;
      } catch (RuntimeException e) {
        LOG.warn("Reading stopped and begins anew in {} ms: {}", pause.toMillis(), e.toString());
        LOG.debug("Reading stopped", e);
        pause(pause);
        pause =
            pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0
                ? pause.multipliedBy(2)
                : LONGEST_PAUSE;
      }
    }
  }

  /** Asks it to write what it has read and to end; {@link #join} waits for that. */
  void shutDown() {
    stopped = true;
    ObserverSession current = session;
    if (current != null) {
      current.shutDown();
    }
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
