package io.streamproof.simulation.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;

/** The only time there is in a simulation; it passes when the scheduler says so. */
public final class VirtualClock implements InstantSource {
  private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

  private long micros = 1;

  public void pass(Duration time) {
    micros += TimeUnit.NANOSECONDS.toMicros(time.toNanos());
  }

  /** Since the simulation began. */
  public long micros() {
    return micros;
  }

  public long nanos() {
    return TimeUnit.MICROSECONDS.toNanos(micros);
  }

  @Override
  public Instant instant() {
    return BEGIN.plus(micros, ChronoUnit.MICROS);
  }

  /** The same by {@link #micros}. */
  public static long micros(Instant time) {
    return ChronoUnit.MICROS.between(BEGIN, time);
  }
}
