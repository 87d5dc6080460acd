package io.streamproof.audit.lineage;

import io.streamproof.audit.finding.RecordPlace;
import io.streamproof.pipeline.record.Origin;
import io.streamproof.pipeline.record.SourceRecord;
import io.streamproof.pipeline.stage.OutputRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One record on the way, and whether it is what its stage had to make of its source.
 *
 * @param stage who made it; null: a client, by way of ingest, or nobody knows
 * @param place where it is; null: nowhere
 * @param record null: it is not there, or no more
 * @param expected what the reference gives in its place; null: nothing, or that is unknown
 * @param why what is wrong with it, or why nobody knows; null: nothing is
 * @param contributors the further records from which it follows
 * @param cause the step before; null: there is none, or it was not asked for
 * @param hops what the stages that read it made of it
 */
public record LineageStep(
    @Nullable String stage,
    @Nullable RecordPlace place,
    @Nullable SourceRecord record,
    @Nullable Origin origin,
    @Nullable OutputRecord expected,
    MatchResult matches,
    @Nullable String why,
    @Nullable Contributors contributors,
    @Nullable LineageStep cause,
    List<LineageHop> hops) {
  public LineageStep {
    hops = List.copyOf(hops);
  }

  /** A record about which nothing is known but where it should be. */
  static LineageStep unknown(
      @Nullable RecordPlace place, @Nullable SourceRecord record, String why) {
    return new LineageStep(
        null,
        place,
        record,
        record == null ? null : record.origin(),
        null,
        MatchResult.UNKNOWN,
        why,
        null,
        null,
        List.of());
  }

  /** An event as a client gave it. */
  static LineageStep event(SourceRecord record) {
    return new LineageStep(
        null,
        RecordPlace.of(record),
        record,
        null,
        null,
        MatchResult.TRUE,
        null,
        null,
        null,
        List.of());
  }

  /** The same, but wrong. */
  LineageStep wrong(String reason) {
    return new LineageStep(
        stage,
        place,
        record,
        origin,
        expected,
        MatchResult.FALSE,
        reason,
        contributors,
        cause,
        hops);
  }

  LineageStep causedBy(@Nullable LineageStep source) {
    return new LineageStep(
        stage, place, record, origin, expected, matches, why, contributors, source, hops);
  }

  LineageStep leadingTo(List<LineageHop> further) {
    return new LineageStep(
        stage, place, record, origin, expected, matches, why, contributors, cause, further);
  }

  /** Whether a record in a topic is what the reference execution gives. */
  public enum MatchResult {
    TRUE,
    FALSE,
    UNKNOWN
  }
}
