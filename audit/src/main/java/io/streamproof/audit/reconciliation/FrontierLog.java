package io.streamproof.audit.reconciliation;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The newest complete frontier of each pipeline, as this instance has seen it. A verdict speaks of
 * it, as long as it is fresh. Thread-safe.
 */
public final class FrontierLog {
  private final Duration freshness;
  private final InstantSource clock;
  private final Map<String, Complete> complete = new ConcurrentHashMap<>();

  private record Complete(Instant takenAt, Map<TopicPartition, Long> ends) {}

  /**
   * Makes a log.
   *
   * @param freshness for how long a frontier speaks for its pipeline
   */
  public FrontierLog(Duration freshness, InstantSource clock) {
    this.freshness = freshness;
    this.clock = clock;
  }

  void completed(String pipeline, Instant takenAt, Map<TopicPartition, Long> ends) {
    complete.put(pipeline, new Complete(takenAt, Map.copyOf(ends)));
  }

  /** The newest complete frontier of a pipeline. */
  public FrontierState state(String pipeline) {
    Complete newest = complete.get(pipeline);
    return newest == null
        ? new FrontierState(null, false, freshness, Map.of())
        : new FrontierState(
            newest.takenAt(),
            !clock.instant().isAfter(newest.takenAt().plus(freshness)),
            freshness,
            newest.ends());
  }

  /**
   * How fresh the newest complete frontier of a pipeline is.
   *
   * @param asOf when it was taken; null: none is complete yet
   * @param isFresh whether a verdict may speak of it
   * @param ends the offsets before which all is judged
   */
  public record FrontierState(
      @Nullable Instant asOf,
      boolean isFresh,
      Duration freshness,
      Map<TopicPartition, Long> ends) {}
}
