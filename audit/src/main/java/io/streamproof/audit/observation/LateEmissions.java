package io.streamproof.audit.observation;

import io.streamproof.audit.catalogue.TopicRole;
import io.streamproof.audit.finding.EmissionKey;
import io.streamproof.audit.finding.RecordPlace;
import io.streamproof.pipeline.record.ArrivalTime;
import io.streamproof.pipeline.record.HeaderNames;
import io.streamproof.pipeline.record.Origin;
import io.streamproof.pipeline.record.SourceRecord;
import io.streamproof.pipeline.record.TraceContext;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Results of a block that took longer than their pipeline allows: how many, the first by origin,
 * and how long the slowest took. They are the same in whatever order they are seen.
 */
public final class LateEmissions {
  private int count;
  private long slowestMicros;
  private @Nullable FirstEmission first;

  /**
   * The first of them by origin.
   *
   * @param timeMillis its event time
   */
  public record FirstEmission(
      EmissionKey emission, RecordPlace place, @Nullable String traceId, long timeMillis) {}

  void add(Origin origin, SourceRecord record, long tookMicros) {
    count++;
    slowestMicros = Math.max(slowestMicros, tookMicros);
    EmissionKey emission = EmissionKey.of(origin);
    if (first == null || emission.compareTo(first.emission()) < 0) {
      TraceContext trace = TraceContext.parse(record.header(HeaderNames.TRACEPARENT));
      first =
          new FirstEmission(
              emission,
              RecordPlace.of(record),
              trace == null ? null : trace.traceId(),
              record.timestamp());
    }
  }

  public int count() {
    return count;
  }

  public long slowestMicros() {
    return slowestMicros;
  }

  /** The first; only if there are any. */
  public FirstEmission first() {
    return Objects.requireNonNull(first);
  }

  /**
   * How long a result may take, from the arrival of its event at ingest to its emission, both by
   * the clocks of those services. A record that does not say when its event arrived is never late.
   */
  static final class Limit {
    private final long mostMicros;

    private Limit(Duration most) {
      this.mostMicros = most.dividedBy(ChronoUnit.MICROS.getDuration());
    }

    /** The limit for a topic's records; empty if they are no results, or may take any time. */
    static Optional<Limit> in(TopicRole role) {
      Duration most = role.pipeline().specification().pace().latencyMax();
      return most == null || !role.isResults() ? Optional.empty() : Optional.of(new Limit(most));
    }

    /** How long a result took, in microseconds, if that was too long. */
    OptionalLong exceededBy(Origin origin, SourceRecord record) {
      OptionalLong arrived = ArrivalTime.read(record);
      if (arrived.isEmpty()) {
        return arrived;
      }
      long took = origin.emittedAtMicros() - arrived.getAsLong();
      return took > mostMicros ? OptionalLong.of(took) : OptionalLong.empty();
    }
  }
}
