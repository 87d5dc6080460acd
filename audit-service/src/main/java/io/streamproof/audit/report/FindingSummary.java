package io.streamproof.audit.report;

import io.streamproof.audit.finding.Finding.Cause;
import io.streamproof.audit.finding.Finding.Place;
import io.streamproof.audit.finding.Kind;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A finding without its evidence.
 *
 * @param stage the stage to blame, or {@code source}
 * @param cause the emission that it is about
 * @param place where the observed record stands
 * @param key of the record
 * @param traceId of the trace that tells of it, or would
 * @param traced whether that trace was exported, with the finding in it
 * @param affected how many emissions it spoils
 * @param ongoing whether its key of a stateful stage still goes wrong, or its stage still stalls
 * @param eventTime from which on nothing is proven
 * @param resolvedAt when it was seen to be over; null: it is not, or never will be
 * @param slowest of late results: how long the slowest took; null: it is about nothing late
 */
public record FindingSummary(
    long id,
    String pipeline,
    String stage,
    Kind kind,
    @Nullable Cause cause,
    @Nullable Place place,
    @Nullable String key,
    @Nullable String traceId,
    boolean traced,
    long affected,
    boolean ongoing,
    @Nullable Instant eventTime,
    Instant foundAt,
    @Nullable Instant resolvedAt,
    @Nullable Duration slowest,
    String detail) {

  /** Its origin as records carry it: {@code <stage>:<partition>@<offset>#<index>}. */
  public @Nullable String origin() {
    return cause == null
        ? null
        : stage + ":" + cause.partition() + "@" + cause.offset() + "#" + cause.index();
  }
}
