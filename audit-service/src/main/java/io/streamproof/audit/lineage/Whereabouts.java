package io.streamproof.audit.lineage;

import io.streamproof.audit.catalogue.AuditedStage;
import io.streamproof.audit.finding.Finding.Place;
import io.streamproof.pipeline.record.Origin;
import io.streamproof.pipeline.record.SourceRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;

/**
 * Where records stand: what follows from a record at a stage, wherever it was written, be that
 * right or wrong. Each answer is of the topics as they are when it is asked for.
 */
public final class Whereabouts {
  private static final Comparator<Place> BY_PLACE =
      Comparator.comparing(Place::topic)
          .thenComparingInt(Place::partition)
          .thenComparingLong(Place::offset);

  private final RecordLog log;
  private final LedgerNotes notes;

  public Whereabouts(RecordLog log, LedgerNotes notes) {
    this.log = log;
    this.notes = notes;
  }

  /** The record at a place; empty: it is gone, or none was ever committed there. */
  public Optional<SourceRecord> at(Place place) {
    return reading().at(place);
  }

  /**
   * What a stage has emitted for a record, dead letters and further copies included, in order of
   * place.
   *
   * @throws OutOfReachException if too much would have to be read
   */
  public List<SourceRecord> emissions(AuditedStage stage, SourceRecord record) {
    Reading reading = reading();
    EmissionSearch search = new EmissionSearch(reading, stage.name(), record.partition());
    TreeMap<Place, SourceRecord> found = new TreeMap<>(BY_PLACE);
    outputs(stage).stream()
        .flatMap(output -> search.find(output, record.offset()).stream())
        .forEach(emission -> found.put(Step.placeOf(emission), emission));
    // A copy that came long after is where nobody would search for it.
    notes.strays(stage, record.partition(), record.offset()).stream()
        .flatMap(place -> reading.at(place).stream())
        .filter(stray -> follows(stray, stage, record))
        .forEach(stray -> found.put(Step.placeOf(stray), stray));
    return List.copyOf(found.values());
  }

  private Reading reading() {
    return new Reading(log, Reading.MOST_RECORDS);
  }

  private static List<TopicPartition> outputs(AuditedStage stage) {
    List<TopicPartition> outputs = new ArrayList<>();
    for (String topic : List.of(stage.outputTopic(), stage.deadLetterTopic())) {
      for (int p = 0; p < stage.pipeline().partitionsOf(topic); p++) {
        outputs.add(new TopicPartition(topic, p));
      }
    }
    return outputs;
  }

  private static boolean follows(SourceRecord stray, AuditedStage stage, SourceRecord record) {
    Origin origin = stray.origin();
    return origin != null
        && origin.stage().equals(stage.name())
        && origin.partition() == record.partition()
        && origin.offset() == record.offset();
  }
}
