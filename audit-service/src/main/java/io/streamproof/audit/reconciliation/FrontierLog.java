package io.streamproof.audit.reconciliation;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The newest complete frontier of each pipeline, as this instance has seen it. A verdict speaks of
 * it, as long as it is fresh. Thread-safe.
 */
public final class FrontierLog {
  private final Duration freshness;
  private final InstantSource clock;
  private final Map<String, Instant> complete = new ConcurrentHashMap<>();

  /**
   * Makes a log.
   *
   * @param freshness for how long a frontier speaks for its pipeline
   */
  public FrontierLog(Duration freshness, InstantSource clock) {
    this.freshness = freshness;
    this.clock = clock;
  }

  void completed(String pipeline, Instant takenAt) {
    complete.merge(pipeline, takenAt, (a, b) -> a.isAfter(b) ? a : b);
  }

  /** The newest complete frontier of a pipeline. */
  public FrontierState state(String pipeline) {
    Instant asOf = complete.get(pipeline);
    return new FrontierState(
        asOf, asOf != null && !clock.instant().isAfter(asOf.plus(freshness)), freshness);
  }

  /**
   * How fresh the newest complete frontier of a pipeline is.
   *
   * @param asOf when it was taken; null: none is complete yet
   * @param isFresh whether a verdict may speak of it
   */
  public record FrontierState(@Nullable Instant asOf, boolean isFresh, Duration freshness) {}
}
