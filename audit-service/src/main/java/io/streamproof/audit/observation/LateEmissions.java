package io.streamproof.audit.observation;

import io.streamproof.audit.finding.Finding.Cause;
import io.streamproof.audit.finding.Finding.Place;
import io.streamproof.pipeline.record.HeaderNames;
import io.streamproof.pipeline.record.Origin;
import io.streamproof.pipeline.record.SourceRecord;
import io.streamproof.pipeline.record.TraceContext;
import java.util.Comparator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Results of a block that took longer than their pipeline allows: how many, the first by origin,
 * and how long the slowest took. They are the same in whatever order they are seen.
 */
public final class LateEmissions {
  private static final Comparator<Cause> ORDER =
      Comparator.comparingLong(Cause::offset).thenComparingInt(Cause::index);

  private int count;
  private long slowestMicros;
  private @Nullable First first;

  /**
   * The first of them.
   *
   * @param timeMillis its event time
   */
  public record First(Cause cause, Place place, @Nullable String traceId, long timeMillis) {}

  void add(Origin origin, SourceRecord record, long tookMicros) {
    count++;
    slowestMicros = Math.max(slowestMicros, tookMicros);
    Cause cause = new Cause(origin.partition(), origin.offset(), origin.index());
    if (first == null || ORDER.compare(cause, first.cause()) < 0) {
      TraceContext trace = TraceContext.parse(record.header(HeaderNames.TRACEPARENT));
      first =
          new First(
              cause,
              new Place(record.topic(), record.partition(), record.offset()),
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
  public First first() {
    return Objects.requireNonNull(first);
  }
}
