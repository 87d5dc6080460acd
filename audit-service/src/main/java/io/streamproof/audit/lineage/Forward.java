package io.streamproof.audit.lineage;

import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.catalogue.AuditedStage;
import io.streamproof.audit.finding.Finding.Place;
import io.streamproof.pipeline.record.Origin;
import io.streamproof.pipeline.record.SourceRecord;
import io.streamproof.pipeline.stage.OutputRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;

/** The way forward from a record to all that it caused, of at most so many steps. */
final class Forward {
  /** Steps that one answer holds at most. */
  static final int MOST_STEPS = 500;

  private final Reading reading;
  private final Repeating repeating;
  private final LedgerNotes notes;
  private final AuditedPipeline pipeline;
  private int steps;

  Forward(Reading reading, Repeating repeating, LedgerNotes notes, AuditedPipeline pipeline) {
    this.reading = reading;
    this.repeating = repeating;
    this.notes = notes;
    this.pipeline = pipeline;
  }

  /** What the stages that read a record's topic made of it, and so on. */
  List<Hop> from(SourceRecord record) {
    return pipeline.role(record.topic()).readers().stream().map(s -> hop(s, record)).toList();
  }

  private Hop hop(AuditedStage stage, SourceRecord record) {
    try {
      Repeated repeated = repeating.repeat(stage, record, null, Back.SHORT);
      List<SourceRecord> observed = observed(stage, record, repeated);
      List<Step> emissions = new ArrayList<>(emissions(stage, record, repeated, observed));
      if (Endings.isClosing(stage)) {
        emissions.addAll(closed(stage, record));
      }
      return new Endings(stage, notes).hop(record, repeated, emissions);
    } catch (OutOfReachException e) {
      return new Hop(
          stage.name(),
          stage.specification().operator().kind(),
          Hop.Outcome.UNKNOWN,
          e.getMessage(),
          null,
          List.of());
    }
  }

  private List<Step> emissions(
      AuditedStage stage, SourceRecord record, Repeated repeated, List<SourceRecord> observed) {
    List<Step> emissions = new ArrayList<>();
    for (SourceRecord found : observed) {
      Origin origin = found.origin();
      if (origin != null && hasRoom()) {
        Repeated own =
            repeated.whole() ? repeated : repeating.repeat(stage, record, found, Back.SHORT);
        emissions.add(onward(Judging.compare(stage, found, origin, own)));
      }
    }
    if (repeated.whole()) {
      repeated.outputs().stream()
          .filter(output -> observed.stream().noneMatch(found -> isSame(output, found)))
          .forEach(output -> emissions.add(missing(stage, record, output)));
    }
    return emissions;
  }

  /** The result of the record's own window, which a later record has closed. */
  private List<Step> closed(AuditedStage stage, SourceRecord record) {
    TopicPartition source = new TopicPartition(stage.sourceTopic(), record.partition());
    long closer = Endings.closer(stage, record, reading);
    if (closer <= record.offset() || closer >= reading.end(source)) {
      return List.of();
    }
    List<SourceRecord> triggers = reading.page(source, closer, Long.MAX_VALUE, 1);
    if (triggers.isEmpty()) {
      return List.of();
    }
    SourceRecord trigger = triggers.get(0);
    List<Step> results = new ArrayList<>();
    for (SourceRecord found : everywhere(stage, trigger)) {
      Origin origin = found.origin();
      if (origin != null && Endings.isResultFor(stage, record, found) && hasRoom()) {
        Repeated own = repeating.repeat(stage, trigger, found, Back.SHORT);
        results.add(onward(Judging.compare(stage, found, origin, own)));
      }
    }
    return results;
  }

  /**
   * Emissions of a record that stand in the topics; where they should, and where they were seen.
   */
  private List<SourceRecord> observed(AuditedStage stage, SourceRecord record, Repeated repeated) {
    if (!repeated.whole()) {
      return everywhere(stage, record);
    }
    List<TopicPartition> places =
        repeated.outputs().stream()
            .map(output -> new TopicPartition(output.topic(), output.partition()))
            .distinct()
            .toList();
    return search(stage, record, places);
  }

  private List<SourceRecord> everywhere(AuditedStage stage, SourceRecord record) {
    List<TopicPartition> all = new ArrayList<>();
    for (int p = 0; p < stage.specification().partitions(); p++) {
      all.add(new TopicPartition(stage.outputTopic(), p));
    }
    return search(stage, record, all);
  }

  private List<SourceRecord> search(
      AuditedStage stage, SourceRecord record, List<TopicPartition> outputs) {
    EmissionSearch search = new EmissionSearch(reading, stage.name(), record.partition());
    TreeMap<Place, SourceRecord> found =
        new TreeMap<>(
            Comparator.comparing(Place::topic)
                .thenComparing(Place::partition)
                .thenComparing(Place::offset));
    outputs.forEach(
        output -> search.find(output, record.offset()).forEach(r -> found.put(Step.placeOf(r), r)));
    notes
        .strays(stage, record.partition(), record.offset())
        .forEach(
            place ->
                reading
                    .at(place)
                    .filter(stray -> isOf(stage, record, stray))
                    .ifPresent(stray -> found.put(place, stray)));
    return found.values().stream()
        .sorted(Comparator.comparingInt(r -> r.origin() == null ? 0 : r.origin().index()))
        .toList();
  }

  private static boolean isOf(AuditedStage stage, SourceRecord record, SourceRecord stray) {
    Origin origin = stray.origin();
    return origin != null
        && origin.stage().equals(stage.name())
        && origin.partition() == record.partition()
        && origin.offset() == record.offset();
  }

  private static boolean isSame(OutputRecord output, SourceRecord found) {
    Origin origin = found.origin();
    return origin != null && origin.index() == output.origin().index();
  }

  private Step onward(Step step) {
    SourceRecord record = step.record();
    return record == null ? step : step.leadingTo(from(record));
  }

  private Step missing(AuditedStage stage, SourceRecord record, OutputRecord output) {
    boolean settled = notes.settledThrough(stage, record.partition()) > record.offset();
    return new Step(
        stage.name(),
        null,
        null,
        output.origin(),
        output,
        settled ? Matches.FALSE : Matches.UNKNOWN,
        settled
            ? "it stands nowhere in " + output.topic()
            : "it is not there, and its hop is not settled yet",
        null,
        null,
        List.of());
  }

  private boolean hasRoom() {
    if (++steps > MOST_STEPS) {
      throw new OutOfReachException("an answer holds at most %d steps".formatted(MOST_STEPS));
    }
    return true;
  }
}
