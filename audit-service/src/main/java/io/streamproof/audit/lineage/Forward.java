package io.streamproof.audit.lineage;

import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.catalogue.AuditedStage;
import io.streamproof.audit.lineage.EmissionSearch.Sighting;
import io.streamproof.pipeline.record.Origin;
import io.streamproof.pipeline.record.SourceRecord;
import io.streamproof.pipeline.stage.OutputRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
      List<Step> emissions = new ArrayList<>(emissions(stage, record, repeated));
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

  private List<Step> emissions(AuditedStage stage, SourceRecord record, Repeated repeated) {
    List<Sighting> observed = finding(stage, record).of(repeated);
    List<Step> emissions = new ArrayList<>();
    for (Sighting sighting : observed) {
      Repeated own =
          repeated.whole()
              ? repeated
              : repeating.repeat(stage, record, sighting.record(), Back.SHORT);
      add(emissions, stage, sighting, observed, own);
    }
    if (repeated.whole() && repeated.sure()) {
      repeated.outputs().stream()
          .filter(output -> !EmissionFinding.isAmong(output, observed))
          .forEach(output -> emissions.add(missing(stage, record, output)));
    }
    return emissions;
  }

  /** The result of the record's own window, which a later record has closed. */
  private List<Step> closed(AuditedStage stage, SourceRecord record) {
    Optional<SourceRecord> closer = Endings.closer(stage, record, reading);
    if (closer.isEmpty()) {
      return List.of();
    }
    SourceRecord trigger = closer.get();
    Repeated expected = repeating.repeat(stage, trigger, record, Back.SHORT);
    List<Sighting> observed = finding(stage, trigger).everywhere();
    List<Step> results = new ArrayList<>();
    for (Sighting sighting : observed) {
      if (Endings.isResultFor(stage, record, sighting.record())) {
        add(results, stage, sighting, observed, expected);
      }
    }
    if (results.isEmpty() && expected.sure()) {
      expected.outputs().stream()
          .filter(output -> !output.deadLetter() && Endings.isResultFor(stage, record, output))
          .forEach(output -> results.add(missing(stage, trigger, output)));
    }
    return results;
  }

  private void add(
      List<Step> steps,
      AuditedStage stage,
      Sighting sighting,
      List<Sighting> all,
      Repeated repeated) {
    Origin origin = sighting.record().origin();
    if (origin != null) {
      takePlace();
      Step step = Judging.compare(stage, sighting.record(), origin, repeated);
      steps.add(onward(new Copies(stage, all).tell(step, repeated)));
    }
  }

  private EmissionFinding finding(AuditedStage stage, SourceRecord record) {
    return new EmissionFinding(reading, notes, stage, record);
  }

  private Step onward(Step step) {
    SourceRecord record = step.record();
    return record == null ? step : step.leadingTo(from(record));
  }

  private Step missing(AuditedStage stage, SourceRecord record, OutputRecord output) {
    boolean settled = notes.settledThrough(stage, record.partition()) > record.offset();
    boolean gone =
        settled
            && new EmissionSearch(reading, stage, record.partition())
                .mayBeGone(new TopicPartition(output.topic(), output.partition()), record.offset());
    return new Step(
        stage.name(),
        null,
        null,
        output.origin(),
        output,
        settled && !gone ? Matches.FALSE : Matches.UNKNOWN,
        gone
            ? "it is not there, and may have been there: older records of %s are gone"
                .formatted(output.topic())
            : settled
                ? "it stands nowhere in " + output.topic()
                : "it is not there, and its hop is not settled yet",
        null,
        null,
        List.of());
  }

  private void takePlace() {
    if (++steps > MOST_STEPS) {
      throw new OutOfReachException("an answer holds at most %d steps".formatted(MOST_STEPS));
    }
  }
}
