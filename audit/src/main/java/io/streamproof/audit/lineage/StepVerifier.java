package io.streamproof.audit.lineage;

import io.streamproof.audit.catalogue.AuditedStage;
import io.streamproof.audit.finding.RecordPlace;
import io.streamproof.audit.investigation.ObservedRecord;
import io.streamproof.audit.investigation.ObservedRecord.Likeness;
import io.streamproof.audit.lineage.EmissionSearch.FoundEmission;
import io.streamproof.audit.lineage.LineageStep.MatchResult;
import io.streamproof.audit.log.OutOfReachException;
import io.streamproof.pipeline.record.Origin;
import io.streamproof.pipeline.record.SourceRecord;
import io.streamproof.pipeline.stage.OutputRecord;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Compares an emission in a topic with what the replay of its stage gives. */
record StepVerifier(BoundedReader reader, EmissionReplayer replayer) {

  /** The step of an emission whose source record is at hand. */
  LineageStep verify(
      AuditedStage stage,
      SourceRecord observed,
      Origin origin,
      SourceRecord source,
      Contributors.PageRequest page) {
    try {
      ReplayedEmissions replayed = replayer.replay(stage, source, observed, page);
      LineageStep step = compare(stage, observed, origin, replayed);
      return new DuplicateCheck(stage, sameOrigin(stage, observed, origin)).check(step, replayed);
    } catch (OutOfReachException e) {
      return unknown(stage, observed, origin, e.getMessage());
    }
  }

  /** What is where the emission belongs; nothing if that is too far away. */
  private List<FoundEmission> sameOrigin(AuditedStage stage, SourceRecord observed, Origin origin) {
    try {
      return new EmissionSearch(reader, stage, origin.partition())
          .find(new TopicPartition(observed.topic(), observed.partition()), origin.offset());
    } catch (OutOfReachException e) {
      return List.of();
    }
  }

  /** The step of an emission that cannot be replayed. */
  static LineageStep unknown(
      AuditedStage stage, SourceRecord observed, Origin origin, @Nullable String why) {
    return new LineageStep(
        stage.name(),
        RecordPlace.of(observed),
        observed,
        origin,
        null,
        MatchResult.UNKNOWN,
        why,
        null,
        null,
        List.of());
  }

  static LineageStep compare(
      AuditedStage stage, SourceRecord observed, Origin origin, ReplayedEmissions replayed) {
    if (!origin.specification().equals(stage.pipeline().hash())) {
      return unknown(
          stage,
          observed,
          origin,
          "it was made under specification %s, not %s"
              .formatted(origin.specification(), stage.pipeline().hash()));
    }
    Optional<OutputRecord> expected = replayed.inPlaceOf(observed, origin.index());
    ObservedRecord record = new ObservedRecord(origin, observed);
    @Nullable String difference = expected.map(e -> difference(record, e)).orElse(null);
    @Nullable String why =
        expected.isEmpty() ? "nothing is expected of " + origin.id() : difference;
    if (why != null && !replayed.sure()) {
      return unknown(stage, observed, origin, "too many records may bear on it to read them all");
    }
    return new LineageStep(
        stage.name(),
        RecordPlace.of(observed),
        observed,
        origin,
        expected.orElse(null),
        why == null ? MatchResult.TRUE : MatchResult.FALSE,
        why,
        replayed.contributors(),
        null,
        List.of());
  }

  private static @Nullable String difference(ObservedRecord record, OutputRecord expected) {
    Likeness likeness = record.likeness(expected);
    return switch (likeness) {
      case RIGHT -> null;
      case CORRUPTED -> record.difference(expected);
      case UNTRACED -> "its trace id is not that of its source";
      case MISROUTED ->
          "it stands in partition %s, where it belongs in %s"
              .formatted(record.record().partition(), expected.partition());
    };
  }
}
