package io.streamproof.verification.stack;

import java.util.concurrent.TimeUnit;

/** Rests between two looks at what changes by itself. */
public final class Pause {
  private Pause() {}

  /**
   * Rests for so long.
   *
   * @throws StackException if it is interrupted
   */
  public static void millis(long millis) {
    try {
      TimeUnit.MILLISECONDS.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StackException("interrupted");
    }
  }
}
