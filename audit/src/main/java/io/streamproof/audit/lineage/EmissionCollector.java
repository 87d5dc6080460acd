package io.streamproof.audit.lineage;

import io.streamproof.audit.catalogue.AuditedStage;
import io.streamproof.audit.finding.RecordPlace;
import io.streamproof.audit.lineage.EmissionSearch.FoundEmission;
import io.streamproof.audit.log.OutOfReachException;
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
record EmissionCollector(
    BoundedReader reader, LineageRepository repository, AuditedStage stage, SourceRecord record) {

  /** The emissions that are in the topics, given what is expected. */
  List<FoundEmission> of(ReplayedEmissions replayed) {
    if (!replayed.whole()) {
      return everywhere();
    }
    List<TopicPartition> places =
        replayed.outputs().stream()
            .map(output -> new TopicPartition(output.topic(), output.partition()))
            .distinct()
            .toList();
    List<FoundEmission> found = search(places);
    boolean all = replayed.outputs().stream().allMatch(output -> isAmong(output, found));
    return all ? found : widely(found);
  }

  /** The emissions in all partitions that there are. */
  List<FoundEmission> everywhere() {
    List<TopicPartition> all = new ArrayList<>();
    all.add(new TopicPartition(stage.deadLetterTopic(), record.partition()));
    IntStream.range(0, stage.specification().partitions())
        .forEach(p -> all.add(new TopicPartition(stage.outputTopic(), p)));
    return search(all);
  }

  /** Whether an emission, right or wrong, was found for an expected one. */
  static boolean isAmong(OutputRecord output, List<FoundEmission> found) {
    return found.stream()
        .map(each -> each.record().origin())
        .anyMatch(origin -> origin != null && origin.index() == output.origin().index());
  }

  /** Everywhere, or what was found already where that is too much to read. */
  private List<FoundEmission> widely(List<FoundEmission> found) {
    try {
      return everywhere();
    } catch (OutOfReachException e) {
      return found;
    }
  }

  private List<FoundEmission> search(List<TopicPartition> outputs) {
    EmissionSearch search = new EmissionSearch(reader, stage, record.partition());
    Map<RecordPlace, FoundEmission> found = new HashMap<>();
    for (TopicPartition output : outputs) {
      for (FoundEmission each : search.find(output, record.offset())) {
        found.put(RecordPlace.of(each.record()), each);
      }
    }
    for (RecordPlace place : repository.misplaced(stage, record.partition(), record.offset())) {
      reader
          .at(place)
          .filter(this::isOf)
          .ifPresent(stray -> found.putIfAbsent(place, new FoundEmission(stray, null)));
    }
    return found.values().stream()
        .sorted(
            Comparator.comparingInt((FoundEmission each) -> index(each.record()))
                .thenComparing(each -> each.record().topic())
                .thenComparing(each -> each.record().partition())
                .thenComparing(each -> each.record().offset()))
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
