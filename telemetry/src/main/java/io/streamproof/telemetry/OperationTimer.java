package io.streamproof.telemetry;

import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.streamproof.pipeline.trace.SpanKeys;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Durations of one operation, by what became of it: {@code error.type} is {@code none} where it
 * succeeded, as Spring has it, for all of a metric's series have the same labels.
 */
public final class OperationTimer {
  private static final String NO_ERROR = "none";

  /** The conventions' advice in milliseconds, and what an operator takes: microseconds. */
  private static final double[] BUCKETS_MILLIS = {
    0.01, 0.1, 1, 5, 10, 25, 50, 75, 100, 250, 500, 750, 1_000, 2_500, 5_000, 7_500, 10_000
  };

  private final MeterProvider<Timer> timers;
  private final Timer succeeded;

  OperationTimer(String name, String description, Tags tags, MeterRegistry registry) {
    this.timers =
        Timer.builder(name)
            .description(description)
            .tags(tags)
            .serviceLevelObjectives(buckets())
            .withRegistry(registry);
    this.succeeded = timers.withTag(SpanKeys.ERROR_TYPE.getKey(), NO_ERROR);
  }

  public void succeeded(long nanos) {
    succeeded.record(nanos, TimeUnit.NANOSECONDS);
  }

  /**
   * Records one that failed.
   *
   * @param type of the failure, one of few
   */
  public void failed(String type, long nanos) {
    timers.withTag(SpanKeys.ERROR_TYPE.getKey(), type).record(nanos, TimeUnit.NANOSECONDS);
  }

  long succeededCount() {
    return succeeded.count();
  }

  private static Duration[] buckets() {
    Duration[] buckets = new Duration[BUCKETS_MILLIS.length];
    for (int i = 0; i < buckets.length; i++) {
      buckets[i] = Duration.ofNanos(Math.round(BUCKETS_MILLIS[i] * 1e6));
    }
    return buckets;
  }
}
