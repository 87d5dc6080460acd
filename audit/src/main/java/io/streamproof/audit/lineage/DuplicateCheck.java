package io.streamproof.audit.lineage;

import io.streamproof.audit.catalogue.AuditedStage;
import io.streamproof.audit.finding.RecordPlace;
import io.streamproof.audit.lineage.EmissionSearch.FoundEmission;
import io.streamproof.audit.lineage.LineageStep.MatchResult;
import io.streamproof.pipeline.record.Origin;
import io.streamproof.pipeline.record.SourceRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Distinguishes an emission from its duplicates, and one in order from one that is not: a record
 * that is wrong in nothing else is wrong all the same.
 *
 * @param found what was found for one source record
 */
record DuplicateCheck(AuditedStage stage, List<FoundEmission> found) {

  LineageStep check(LineageStep step, ReplayedEmissions replayed) {
    RecordPlace place = step.place();
    Origin origin = step.origin();
    if (step.matches() != MatchResult.TRUE || place == null || origin == null) {
      return step;
    }
    @Nullable RecordPlace first = first(place, origin, replayed);
    if (first != null) {
      return step.wrong("it is a further copy: the emission stands at " + first + " already");
    }
    return found.stream()
        .filter(emission -> RecordPlace.of(emission.record()).equals(place))
        .map(FoundEmission::behind)
        .filter(behind -> behind != null)
        .findFirst()
        .map(behind -> step.wrong("it stands behind " + behind + ", which was caused later"))
        .orElse(step);
  }

  /** Where the right emission is in the same partition, if it is there before. */
  private @Nullable RecordPlace first(
      RecordPlace place, Origin origin, ReplayedEmissions replayed) {
    for (FoundEmission emission : found) {
      SourceRecord record = emission.record();
      Origin other = record.origin();
      if (other != null
          && other.id().equals(origin.id())
          && record.topic().equals(place.topic())
          && record.partition() == place.partition()
          && record.offset() < place.offset()
          && StepVerifier.compare(stage, record, other, replayed).matches() == MatchResult.TRUE) {
        return RecordPlace.of(record);
      }
    }
    return null;
  }
}
