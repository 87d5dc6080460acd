package io.streamproof.audit.investigation;

import java.time.Duration;
import java.util.function.LongSupplier;

/** The time for which an investigation may go on; looks at the clock only every so often. */
final class TimeSlice {
  /** How often it must be asked for each look at the clock, so that work always gets on. */
  static final int STRIDE = 1_024;

  private final LongSupplier nanoClock;
  private final long began;
  private final long length;
  private int asked;

  TimeSlice(LongSupplier nanoClock, Duration length) {
    this.nanoClock = nanoClock;
    this.began = nanoClock.getAsLong();
    this.length = length.toNanos();
  }

  /** To be asked after each record. */
  boolean isOver() {
    asked++;
    return asked % STRIDE == 0 && isPast();
  }

  /** To be asked between blocks. */
  boolean isPast() {
    return nanoClock.getAsLong() - began >= length;
  }
}
