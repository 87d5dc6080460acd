package io.streamproof.audit.reconciliation;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
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
  private final Map<String, Instant> open = new ConcurrentHashMap<>();

  /**
   * Makes a log.
   *
   * @param freshness for how long a frontier speaks for its pipeline
   */
  public FrontierLog(Duration freshness, InstantSource clock) {
    this.freshness = freshness;
    this.clock = clock;
  }

  /** A frontier was begun, and is followed until it is complete. */
  void begun(String pipeline, Instant takenAt) {
    open.put(pipeline, takenAt);
  }

  /** For how long the frontier that is followed has been open; empty: none is. */
  public Optional<Duration> openFor(String pipeline) {
    Instant takenAt = open.get(pipeline);
    return takenAt == null
        ? Optional.empty()
        : Optional.of(Duration.between(takenAt, clock.instant()));
  }

  /**
   * Adds a frontier.
   *
   * @param ends the offsets before which all is judged
   * @param newest the greatest event time read from the source topic
   */
  void completed(
      String pipeline, Instant takenAt, Map<TopicPartition, Long> ends, @Nullable Instant newest) {
    open.remove(pipeline, takenAt);
    Complete frontier = new Complete(takenAt, Map.copyOf(ends), newest);
    complete.merge(
        pipeline,
        frontier,
        (known, other) -> known.takenAt().isAfter(other.takenAt()) ? known : other);
  }

  /** The newest complete frontier of a pipeline. */
  public FrontierState state(String pipeline) {
    Complete known = complete.get(pipeline);
    return known == null
        ? new FrontierState(null, false, freshness, Map.of(), null)
        : new FrontierState(
            known.takenAt(),
            !clock.instant().isAfter(known.takenAt().plus(freshness)),
            freshness,
            known.ends(),
            known.newest());
  }

  private record Complete(
      Instant takenAt, Map<TopicPartition, Long> ends, @Nullable Instant newest) {}

  /**
   * The newest complete frontier of a pipeline.
   *
   * @param asOf when it was taken; null: none is complete yet
   * @param isFresh whether a verdict may speak of it
   * @param freshness for how long it may
   * @param ends the offsets before which all is judged
   * @param newest the greatest event time among what it covers; null: there is none, or what it
   *     covers is not in the ledger
   */
  public record FrontierState(
      @Nullable Instant asOf,
      boolean isFresh,
      Duration freshness,
      Map<TopicPartition, Long> ends,
      @Nullable Instant newest) {
    /** The same where the ledger does not hold what was judged. */
    public FrontierState notHeld() {
      return new FrontierState(asOf, false, freshness, ends, null);
    }

    /** Whether what is at an offset of a source topic is covered. */
    public boolean covers(TopicPartition partition, long offset) {
      return offset < ends.getOrDefault(partition, 0L);
    }
  }
}
