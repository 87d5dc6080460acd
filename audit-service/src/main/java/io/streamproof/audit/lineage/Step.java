package io.streamproof.audit.lineage;

import io.streamproof.audit.finding.Finding.Place;
import io.streamproof.pipeline.record.Origin;
import io.streamproof.pipeline.record.SourceRecord;
import io.streamproof.pipeline.stage.OutputRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One record on the way, and whether it is what its stage had to make of its source.
 *
 * @param stage who made it; null: a client, by way of ingest, or nobody knows
 * @param place where it stands; null: it stands nowhere
 * @param record null: it is not there, or no more
 * @param expected what the reference gives in its place; null: nothing, or that is unknown
 * @param why what is wrong with it, or why nobody knows; null: nothing is
 * @param contributors the further records from which it follows
 * @param cause the step before; null: there is none, or it was not asked for
 * @param hops what the stages that read it made of it
 */
public record Step(
    @Nullable String stage,
    @Nullable Place place,
    @Nullable SourceRecord record,
    @Nullable Origin origin,
    @Nullable OutputRecord expected,
    Matches matches,
    @Nullable String why,
    @Nullable Contributors contributors,
    @Nullable Step cause,
    List<Hop> hops) {
  public Step {
    hops = List.copyOf(hops);
  }

  /** A record about which nothing is known but where it should stand. */
  static Step unknown(@Nullable Place place, @Nullable SourceRecord record, String why) {
    return new Step(
        null,
        place,
        record,
        record == null ? null : record.origin(),
        null,
        Matches.UNKNOWN,
        why,
        null,
        null,
        List.of());
  }

  /** An event as a client gave it. */
  static Step event(SourceRecord record) {
    return new Step(
        null, placeOf(record), record, null, null, Matches.TRUE, null, null, null, List.of());
  }

  /** The same, but wrong. */
  Step wrong(String reason) {
    return new Step(
        stage, place, record, origin, expected, Matches.FALSE, reason, contributors, cause, hops);
  }

  Step causedBy(@Nullable Step source) {
    return new Step(
        stage, place, record, origin, expected, matches, why, contributors, source, hops);
  }

  Step leadingTo(List<Hop> further) {
    return new Step(
        stage, place, record, origin, expected, matches, why, contributors, cause, further);
  }

  static Place placeOf(SourceRecord record) {
    return new Place(record.topic(), record.partition(), record.offset());
  }
}
