package io.streamproof.audit.lineage;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.streamproof.audit.catalogue.AuditedStage;
import io.streamproof.audit.lineage.LineageHop.Outcome;
import io.streamproof.audit.lineage.LineageStep.MatchResult;
import io.streamproof.pipeline.record.HeaderNames;
import io.streamproof.pipeline.record.SourceRecord;
import io.streamproof.pipeline.spec.OperatorSpecification;
import io.streamproof.pipeline.spec.OperatorSpecification.Aggregate;
import io.streamproof.pipeline.spec.OperatorSpecification.Deduplicate;
import io.streamproof.pipeline.spec.OperatorSpecification.Emit;
import io.streamproof.pipeline.spec.OperatorSpecification.Filter;
import io.streamproof.pipeline.spec.OperatorSpecification.FlatMap;
import io.streamproof.pipeline.spec.OperatorSpecification.Lookup;
import io.streamproof.pipeline.stage.OutputRecord;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Says what became of a record at a stage, and why its way ends there if it does. */
record OutcomeExplainer(AuditedStage stage, LineageRepository repository) {

  LineageHop hop(SourceRecord record, ReplayedEmissions replayed, List<LineageStep> emissions) {
    Outcome outcome = outcome(record, emissions);
    return new LineageHop(
        stage.name(),
        stage.specification().operator().kind(),
        outcome,
        why(record, outcome, emissions),
        emissions.isEmpty() ? replayed.contributors() : null,
        emissions);
  }

  private Outcome outcome(SourceRecord record, List<LineageStep> emissions) {
    if (emissions.isEmpty()) {
      return keeps(record) ? Outcome.KEPT : Outcome.DISCARDED;
    }
    if (buried(emissions).isPresent()) {
      return Outcome.DEAD_LETTERED;
    }
    if (emissions.stream().anyMatch(step -> step.record() != null)) {
      return Outcome.EMITTED;
    }
    if (emissions.stream().anyMatch(step -> step.matches() == MatchResult.FALSE)) {
      return Outcome.LOST;
    }
    return repository.settledThrough(stage, record.partition()) > record.offset()
        ? Outcome.UNKNOWN
        : Outcome.PENDING;
  }

  /** The dead letter that is there, whether it should be or not. */
  private Optional<SourceRecord> buried(List<LineageStep> emissions) {
    return emissions.stream()
        .map(LineageStep::record)
        .filter(record -> record != null && record.topic().equals(stage.deadLetterTopic()))
        .findFirst();
  }

  private boolean keeps(SourceRecord record) {
    OperatorSpecification operator = stage.specification().operator();
    return operator instanceof Aggregate
        || (operator instanceof Lookup lookup && lookup.keep().equals(type(record)));
  }

  private @Nullable String why(SourceRecord record, Outcome outcome, List<LineageStep> emissions) {
    if (outcome == Outcome.DEAD_LETTERED) {
      return buried(emissions)
          .map(letter -> letter.header(HeaderNames.DEAD_LETTER_MESSAGE))
          .map(message -> new String(message, UTF_8))
          .orElse(null);
    }
    if (outcome != Outcome.DISCARDED && outcome != Outcome.KEPT) {
      return null;
    }
    OperatorSpecification operator = stage.specification().operator();
    if (operator instanceof Filter filter) {
      return filter.predicate().text() + " is false";
    } else if (operator instanceof FlatMap flatMap) {
      return flatMap.values().text() + " is empty";
    } else if (operator instanceof Deduplicate) {
      return "the same event came before";
    } else if (operator instanceof Aggregate) {
      return "its window has not closed";
    } else if (operator instanceof Lookup lookup) {
      return outcome == Outcome.KEPT
          ? "it is kept, to complete later records of its key"
          : lookup.keep().equals(type(record)) ? null : "there is nothing to complete it with";
    }
    return "the operator emits nothing for it";
  }

  private static String type(SourceRecord record) {
    byte[] type = record.header(HeaderNames.TYPE);
    return type == null ? "" : new String(type, UTF_8);
  }

  static boolean isClosing(AuditedStage stage) {
    return stage.specification().operator() instanceof Aggregate aggregate
        && aggregate.emit() == Emit.ON_CLOSE;
  }

  /** The record that closes the window of a record; empty: none has yet. */
  static Optional<SourceRecord> closer(
      AuditedStage stage, SourceRecord record, BoundedReader reader) {
    Aggregate aggregate = (Aggregate) stage.specification().operator();
    TopicPartition source = new TopicPartition(record.topic(), record.partition());
    long closes = AggregateWindow.of(aggregate, record).closes();
    return reader.first(
        source,
        Math.max(reader.firstSince(source, closes), record.offset() + 1),
        later -> later.timestamp() >= closes);
  }

  /** Whether an emission is the result of the window and the key of a record. */
  static boolean isResultFor(AuditedStage stage, SourceRecord record, SourceRecord found) {
    return isResultFor(stage, record, found.key(), found.timestamp());
  }

  /** The same of an emission that is expected. */
  static boolean isResultFor(AuditedStage stage, SourceRecord record, OutputRecord expected) {
    return isResultFor(stage, record, expected.key(), expected.timestamp());
  }

  private static boolean isResultFor(
      AuditedStage stage, SourceRecord record, byte @Nullable [] key, long millis) {
    Aggregate aggregate = (Aggregate) stage.specification().operator();
    return Arrays.equals(record.key(), key)
        && AggregateWindow.of(aggregate, record).start()
            == AggregateWindow.of(aggregate, millis).start();
  }
}
