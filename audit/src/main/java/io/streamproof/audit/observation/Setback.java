package io.streamproof.audit.observation;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A partition that could not be read or written, and when that is tried again: after pauses that
 * double.
 *
 * @param attempts that have failed in a row
 * @param retryAtNanos by the session's clock
 */
record Setback(int attempts, long retryAtNanos) {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration CALM = Duration.ofSeconds(5);
  private static final int MOST_DOUBLINGS = 7;

  /** The next failure in a row; {@code before} is null at the first. */
  static Setback after(@Nullable Setback before, long nowNanos) {
    int attempts = before == null ? 1 : before.attempts() + 1;
    Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(MOST_DOUBLINGS, attempts - 1));
    return new Setback(attempts, nowNanos + pause.toNanos());
  }

  boolean isDue(long nowNanos) {
    return nowNanos - retryAtNanos >= 0;
  }

  /** Whether it was tried again so long ago that it would have failed again by now. */
  boolean isOver(long nowNanos) {
    return nowNanos - retryAtNanos >= CALM.toNanos();
  }

  /** Whether it was more than a coincidence with another partition's failure. */
  boolean isSerious() {
    return attempts > 1;
  }
}
