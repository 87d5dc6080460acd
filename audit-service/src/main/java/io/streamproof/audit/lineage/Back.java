package io.streamproof.audit.lineage;

import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.catalogue.AuditedStage;
import io.streamproof.audit.catalogue.TopicRole;
import io.streamproof.audit.finding.Finding.Place;
import io.streamproof.pipeline.record.Origin;
import io.streamproof.pipeline.record.SourceRecord;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The way back from a record to the client's event. It ends, since a stage that made a record reads
 * a topic nearer to the source.
 */
record Back(Reading reading, Judging judging, LedgerNotes notes, AuditedPipeline pipeline) {
  /** Contributors that are shown of steps further back. */
  static final Contributors.Page SHORT = new Contributors.Page(-1, 5);

  /** The step of what stands at a place, with the steps before it. */
  Step from(Place place, Contributors.Page page) {
    try {
      Optional<SourceRecord> found = reading.at(place);
      return found.isEmpty() ? Step.unknown(place, null, missing(place)) : from(found.get(), page);
    } catch (OutOfReachException e) {
      return Step.unknown(place, null, String.valueOf(e.getMessage()));
    }
  }

  private Step from(SourceRecord record, Contributors.Page page) {
    TopicRole role = pipeline.role(record.topic());
    if (role.isSource()) {
      Step event = Step.event(record);
      return notes.repetition(pipeline, Step.placeOf(record)).map(event::wrong).orElse(event);
    }
    Origin origin = record.origin();
    Optional<AuditedStage> maker = maker(role, origin);
    if (origin == null || maker.isEmpty()) {
      return phantom(record, origin);
    }
    AuditedStage stage = maker.get();
    Place cause = new Place(stage.sourceTopic(), origin.partition(), origin.offset());
    Step before = from(cause, SHORT);
    if (before.record() == null) {
      Step unknown = Judging.unknown(stage, record, origin, "its source record is not there");
      return (neverWas(cause) ? unknown.wrong("its origin points to nothing") : unknown)
          .causedBy(before);
    }
    return judging.judge(stage, record, origin, before.record(), page).causedBy(before);
  }

  /**
   * Whether no record was ever committed at a place. A stage reads what is committed, so what it
   * emits cannot have such a cause; the end was looked up after the emission was read.
   */
  private boolean neverWas(Place place) {
    try {
      return place.offset() >= reading.beginning(partition(place)) && reading.at(place).isEmpty();
    } catch (OutOfReachException e) {
      return false;
    }
  }

  private static Optional<AuditedStage> maker(TopicRole role, @Nullable Origin origin) {
    return origin == null
        ? Optional.empty()
        : role.maker(origin.stage()).filter(s -> origin.partition() < s.sourcePartitions());
  }

  private static Step phantom(SourceRecord record, @Nullable Origin origin) {
    return new Step(
        null,
        Step.placeOf(record),
        record,
        origin,
        null,
        Matches.FALSE,
        "its origin names no stage that writes here, so it follows from nothing",
        null,
        null,
        List.of());
  }

  private String missing(Place place) {
    long end = reading.end(partition(place));
    if (place.offset() >= end) {
      return "nothing stands there yet: the partition ends at " + end;
    }
    long beginning = reading.beginning(partition(place));
    return place.offset() < beginning
        ? "it is gone: the partition begins at " + beginning
        : "no committed record stands there";
  }

  private static TopicPartition partition(Place place) {
    return new TopicPartition(place.topic(), place.partition());
  }
}
