package io.streamproof.audit.lineage;

import io.streamproof.audit.catalogue.AuditedStage;
import io.streamproof.audit.investigation.Copy;
import io.streamproof.audit.investigation.Copy.Likeness;
import io.streamproof.audit.lineage.EmissionSearch.Sighting;
import io.streamproof.pipeline.record.Origin;
import io.streamproof.pipeline.record.SourceRecord;
import io.streamproof.pipeline.stage.OutputRecord;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Compares an emission that stands in a topic with what its stage repeats. */
record Judging(Reading reading, Repeating repeating) {

  /** The step of an emission whose source record is at hand. */
  Step judge(
      AuditedStage stage,
      SourceRecord observed,
      Origin origin,
      SourceRecord source,
      Contributors.Page page) {
    try {
      Repeated repeated = repeating.repeat(stage, source, observed, page);
      Step step = compare(stage, observed, origin, repeated);
      return new Copies(stage, copies(stage, observed, origin)).tell(step, repeated);
    } catch (OutOfReachException e) {
      return unknown(stage, observed, origin, e.getMessage());
    }
  }

  /** What stands where the emission belongs; nothing where that is too far away to be told. */
  private List<Sighting> copies(AuditedStage stage, SourceRecord observed, Origin origin) {
    try {
      return new EmissionSearch(reading, stage, origin.partition())
          .find(new TopicPartition(observed.topic(), observed.partition()), origin.offset());
    } catch (OutOfReachException e) {
      return List.of();
    }
  }

  /** The step of an emission that cannot be repeated. */
  static Step unknown(
      AuditedStage stage, SourceRecord observed, Origin origin, @Nullable String why) {
    return new Step(
        stage.name(),
        Step.placeOf(observed),
        observed,
        origin,
        null,
        Matches.UNKNOWN,
        why,
        null,
        null,
        List.of());
  }

  static Step compare(AuditedStage stage, SourceRecord observed, Origin origin, Repeated repeated) {
    if (!origin.specification().equals(stage.pipeline().hash())) {
      return unknown(
          stage,
          observed,
          origin,
          "it was made under specification %s, not %s"
              .formatted(origin.specification(), stage.pipeline().hash()));
    }
    Optional<OutputRecord> expected = repeated.inPlaceOf(observed, origin.index());
    Copy copy = new Copy(origin, observed);
    @Nullable String difference = expected.map(e -> difference(copy, e)).orElse(null);
    @Nullable String why =
        expected.isEmpty() ? "nothing is expected of " + origin.id() : difference;
    if (why != null && !repeated.sure()) {
      return unknown(stage, observed, origin, "too many records may bear on it to read them all");
    }
    return new Step(
        stage.name(),
        Step.placeOf(observed),
        observed,
        origin,
        expected.orElse(null),
        why == null ? Matches.TRUE : Matches.FALSE,
        why,
        repeated.contributors(),
        null,
        List.of());
  }

  private static @Nullable String difference(Copy copy, OutputRecord expected) {
    Likeness likeness = copy.likeness(expected);
    return switch (likeness) {
      case RIGHT -> null;
      case CORRUPTED -> copy.difference(expected);
      case UNTRACED -> "its trace id is not that of its source";
      case MISROUTED ->
          "it stands in partition %d, where it belongs in %d"
              .formatted(copy.record().partition(), expected.partition());
    };
  }
}
