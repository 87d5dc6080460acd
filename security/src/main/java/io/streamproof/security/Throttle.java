package io.streamproof.security;

import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/** So many a second, and no more: what a stranger brings about must not fill a disk. */
final class Throttle {
  private static final long SECOND_NANOS = 1_000_000_000L;

  private final int mostPerSecond;
  private final LongSupplier nanoTime;
  private long beginNanos;
  private long count;

  Throttle(int mostPerSecond, LongSupplier nanoTime) {
    this.mostPerSecond = mostPerSecond;
    this.nanoTime = nanoTime;
    this.beginNanos = nanoTime.getAsLong();
  }

  /**
   * Whether one more is let through.
   *
   * @param omitted is told, once a new second begins, how many were not in the one before
   */
  synchronized boolean admits(LongConsumer omitted) {
    long now = nanoTime.getAsLong();
    if (now - beginNanos >= SECOND_NANOS) {
      if (count > mostPerSecond) {
        omitted.accept(count - mostPerSecond);
      }
      beginNanos = now;
      count = 0;
    }
    count++;
    return count <= mostPerSecond;
  }
}
