package io.streamproof.audit.lineage;

import io.streamproof.audit.catalogue.AuditedStage;
import io.streamproof.audit.finding.Finding.Place;
import io.streamproof.audit.lineage.EmissionSearch.Sighting;
import io.streamproof.pipeline.record.Origin;
import io.streamproof.pipeline.record.SourceRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells an emission from its further copies, and one that stands in its order from one that does
 * not: what differs in nothing but this is wrong all the same.
 *
 * @param sightings what was found for one source record
 */
record Copies(AuditedStage stage, List<Sighting> sightings) {

  Step tell(Step step, Repeated repeated) {
    Place place = step.place();
    Origin origin = step.origin();
    if (step.matches() != Matches.TRUE || place == null || origin == null) {
      return step;
    }
    @Nullable Place first = first(place, origin, repeated);
    if (first != null) {
      return step.wrong("it is a further copy: the emission stands at " + first + " already");
    }
    return sightings.stream()
        .filter(sighting -> Step.placeOf(sighting.record()).equals(place))
        .map(Sighting::behind)
        .filter(behind -> behind != null)
        .findFirst()
        .map(behind -> step.wrong("it stands behind " + behind + ", which was caused later"))
        .orElse(step);
  }

  /** Where the right emission stands in the same partition, if it does so before. */
  private @Nullable Place first(Place place, Origin origin, Repeated repeated) {
    for (Sighting sighting : sightings) {
      SourceRecord record = sighting.record();
      Origin other = record.origin();
      if (other != null
          && other.id().equals(origin.id())
          && record.topic().equals(place.topic())
          && record.partition() == place.partition()
          && record.offset() < place.offset()
          && Judging.compare(stage, record, other, repeated).matches() == Matches.TRUE) {
        return Step.placeOf(record);
      }
    }
    return null;
  }
}
