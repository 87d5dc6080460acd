package io.streamproof.verification.proxy;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What all connections of a proxy have to go through; a change applies at once. */
final class Conditions {
  static final int LARGEST_CHUNK = 64 << 10;
  private static final int CHUNKS_PER_SECOND = 10;

  private @Nullable Disturbance current;

  synchronized void change(@Nullable Disturbance disturbance) {
    current = disturbance;
    notifyAll();
  }

  /** How many bytes may be taken at one go. */
  synchronized int chunk() {
    if (current instanceof Disturbance.Throttled throttled) {
      long share = throttled.bytesPerSecond() / CHUNKS_PER_SECOND;
      return (int) Math.max(1, Math.min(LARGEST_CHUNK, share));
    }
    return LARGEST_CHUNK;
  }

  /**
   * Waits until bytes may be passed on.
   *
   * @param takenAt when they were taken, in nanoseconds
   */
  synchronized void admit(Direction way, int bytes, long takenAt) throws InterruptedException {
    for (long wait = wait(way, bytes, takenAt); wait > 0; wait = wait(way, bytes, takenAt)) {
      // Not zero, which would be for ever.
      wait(TimeUnit.NANOSECONDS.toMillis(wait) + 1);
    }
  }

  private long wait(Direction way, int bytes, long takenAt) {
    long waited = System.nanoTime() - takenAt;
    if (current instanceof Disturbance.Cut cut && cut.direction().includes(way)) {
      return TimeUnit.HOURS.toNanos(1);
    }
    if (current instanceof Disturbance.Delayed delayed) {
      return delayed.delay().toNanos() - waited;
    }
    if (current instanceof Disturbance.Throttled throttled) {
      return bytes * TimeUnit.SECONDS.toNanos(1) / throttled.bytesPerSecond() - waited;
    }
    return 0;
  }
}
