package io.streamproof.audit.runtime;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A thread that does the same over and over, with pauses, until it is shut down. */
abstract class RepeatingThread extends Thread {
  private static final Duration LONGEST_SHUTDOWN = Duration.ofSeconds(10);

  private final CountDownLatch stopped = new CountDownLatch(1);

  protected RepeatingThread(String name) {
    super(name);
  }

  /** Does it once; gives how long to pause before it is done again. What it throws ends all. */
  protected abstract Duration once();

  @Override
  public final void run() {
    Duration pause = Duration.ZERO;
    while (!isStopped(pause)) {
      pause = once();
    }
  }

  /** Lets what is being done end. */
  public final void shutDown() {
    stopped.countDown();
    try {
      join(LONGEST_SHUTDOWN.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isStopped(Duration pause) {
    try {
      return stopped.await(pause.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      return true;
    }
  }
}
