package io.streamproof.verification.stack;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Notices that what is observed has not changed for a given time. */
public final class Stillness {
  private final long patienceNanos;
  private final LongSupplier clockNanos;
  private long sinceNanos;
  private @Nullable Object last;

  public Stillness(Duration patience, LongSupplier clockNanos) {
    this.patienceNanos = patience.toNanos();
    this.clockNanos = clockNanos;
    this.sinceNanos = clockNanos.getAsLong();
  }

  /** Whether this, which is observed now, has been the same for too long. */
  public boolean reached(Object observed) {
    long now = clockNanos.getAsLong();
    if (!observed.equals(last)) {
      last = observed;
      sinceNanos = now;
    }
    return now - sinceNanos >= patienceNanos;
  }
}
