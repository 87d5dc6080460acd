package io.streamproof.audit.lineage;

import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.catalogue.AuditedStage;
import io.streamproof.audit.catalogue.TopicRole;
import io.streamproof.audit.finding.RecordPlace;
import io.streamproof.audit.lineage.LineageStep.MatchResult;
import io.streamproof.audit.log.OutOfReachException;
import io.streamproof.pipeline.record.Origin;
import io.streamproof.pipeline.record.SourceRecord;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Walks back from a record to the client's event. It ends, since a stage that made a record reads a
 * topic nearer to the source.
 */
record BackwardWalk(
    BoundedReader reader,
    StepVerifier verifier,
    LineageRepository repository,
    AuditedPipeline pipeline) {
  /** Contributors that are shown of steps further back. */
  static final Contributors.PageRequest SHORT = new Contributors.PageRequest(-1, 5);

  /** The step of the record at a place, with the steps before it. */
  LineageStep from(RecordPlace place, Contributors.PageRequest page) {
    try {
      Optional<SourceRecord> found = reader.at(place);
      return found.isEmpty()
          ? LineageStep.unknown(place, null, missing(place))
          : from(found.get(), page);
    } catch (OutOfReachException e) {
      return LineageStep.unknown(place, null, String.valueOf(e.getMessage()));
    }
  }

  private LineageStep from(SourceRecord record, Contributors.PageRequest page) {
    TopicRole role = pipeline.role(record.topic());
    if (role.isSource()) {
      LineageStep event = LineageStep.event(record);
      return repository.duplicate(pipeline, RecordPlace.of(record)).map(event::wrong).orElse(event);
    }
    Origin origin = record.origin();
    Optional<AuditedStage> maker = role.credibleMaker(origin);
    if (origin == null || maker.isEmpty()) {
      return phantom(record, origin);
    }
    AuditedStage stage = maker.get();
    RecordPlace cause = new RecordPlace(stage.sourceTopic(), origin.partition(), origin.offset());
    LineageStep before = from(cause, SHORT);
    if (before.record() == null) {
      LineageStep unknown =
          StepVerifier.unknown(stage, record, origin, "its source record is not there");
      return (neverWas(cause) ? unknown.wrong("its origin points to nothing") : unknown)
          .causedBy(before);
    }
    return verifier.verify(stage, record, origin, before.record(), page).causedBy(before);
  }

  /**
   * Whether no record was ever committed at a place. A stage reads what is committed, so what it
   * emits cannot have such a cause; the end was looked up after the emission was read.
   */
  private boolean neverWas(RecordPlace place) {
    try {
      return place.offset() >= reader.beginning(place.topicPartition())
          && reader.at(place).isEmpty();
    } catch (OutOfReachException e) {
      return false;
    }
  }

  private static LineageStep phantom(SourceRecord record, @Nullable Origin origin) {
    return new LineageStep(
        null,
        RecordPlace.of(record),
        record,
        origin,
        null,
        MatchResult.FALSE,
        "its origin names no stage that writes here, so it follows from nothing",
        null,
        null,
        List.of());
  }

  private String missing(RecordPlace place) {
    long end = reader.end(place.topicPartition());
    if (place.offset() >= end) {
      return "nothing stands there yet: the partition ends at " + end;
    }
    long beginning = reader.beginning(place.topicPartition());
    return place.offset() < beginning
        ? "it is gone: the partition begins at " + beginning
        : "no committed record stands there";
  }
}
