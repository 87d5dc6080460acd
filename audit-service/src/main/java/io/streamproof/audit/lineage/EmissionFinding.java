package io.streamproof.audit.lineage;

import io.streamproof.audit.catalogue.AuditedStage;
import io.streamproof.audit.finding.Finding.Place;
import io.streamproof.audit.lineage.EmissionSearch.Sighting;
import io.streamproof.pipeline.record.Origin;
import io.streamproof.pipeline.record.SourceRecord;
import io.streamproof.pipeline.stage.OutputRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;

/**
 * Finds what a stage has emitted for a source record: where it belongs; if it is not there, in all
 * partitions, and among the dead letters; and where the audit has seen it.
 */
record EmissionFinding(
    Reading reading, LedgerNotes notes, AuditedStage stage, SourceRecord record) {

  /** The emissions that stand in the topics, given what is expected. */
  List<Sighting> of(Repeated repeated) {
    if (!repeated.whole()) {
      return everywhere();
    }
    List<TopicPartition> places =
        repeated.outputs().stream()
            .map(output -> new TopicPartition(output.topic(), output.partition()))
            .distinct()
            .toList();
    List<Sighting> found = search(places);
    boolean all = repeated.outputs().stream().allMatch(output -> isAmong(output, found));
    return all ? found : widely(found);
  }

  /** The emissions in all partitions that there are. */
  List<Sighting> everywhere() {
    List<TopicPartition> all = new ArrayList<>();
    all.add(new TopicPartition(stage.deadLetterTopic(), record.partition()));
    IntStream.range(0, stage.specification().partitions())
        .forEach(p -> all.add(new TopicPartition(stage.outputTopic(), p)));
    return search(all);
  }

  /** Whether an emission, right or wrong, stands in the place of an expected one. */
  static boolean isAmong(OutputRecord output, List<Sighting> found) {
    return found.stream()
        .map(sighting -> sighting.record().origin())
        .anyMatch(origin -> origin != null && origin.index() == output.origin().index());
  }

  /** Everywhere, or what was found already where that is too much to read. */
  private List<Sighting> widely(List<Sighting> found) {
    try {
      return everywhere();
    } catch (OutOfReachException e) {
      return found;
    }
  }

  private List<Sighting> search(List<TopicPartition> outputs) {
    EmissionSearch search = new EmissionSearch(reading, stage, record.partition());
    Map<Place, Sighting> found = new HashMap<>();
    for (TopicPartition output : outputs) {
      for (Sighting sighting : search.find(output, record.offset())) {
        found.put(Step.placeOf(sighting.record()), sighting);
      }
    }
    for (Place place : notes.strays(stage, record.partition(), record.offset())) {
      reading
          .at(place)
          .filter(this::isOf)
          .ifPresent(stray -> found.putIfAbsent(place, new Sighting(stray, null)));
    }
    return found.values().stream()
        .sorted(
            Comparator.comparingInt((Sighting sighting) -> index(sighting.record()))
                .thenComparing(sighting -> sighting.record().topic())
                .thenComparing(sighting -> sighting.record().partition())
                .thenComparing(sighting -> sighting.record().offset()))
        .toList();
  }

  private boolean isOf(SourceRecord stray) {
    Origin origin = stray.origin();
    return origin != null
        && origin.stage().equals(stage.name())
        && origin.partition() == record.partition()
        && origin.offset() == record.offset();
  }

  private static int index(SourceRecord record) {
    Origin origin = record.origin();
    return origin == null ? 0 : origin.index();
  }
}
