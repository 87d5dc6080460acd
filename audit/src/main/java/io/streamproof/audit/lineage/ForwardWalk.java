package io.streamproof.audit.lineage;

import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.catalogue.AuditedStage;
import io.streamproof.audit.lineage.EmissionSearch.FoundEmission;
import io.streamproof.audit.lineage.LineageStep.MatchResult;
import io.streamproof.audit.log.OutOfReachException;
import io.streamproof.pipeline.record.Origin;
import io.streamproof.pipeline.record.SourceRecord;
import io.streamproof.pipeline.stage.OutputRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/** Walks forward from a record to all that it caused, in a bounded number of steps. */
final class ForwardWalk {
  /** Steps that one answer holds at most. */
  static final int MOST_STEPS = 500;

  private final BoundedReader reader;
  private final EmissionReplayer replayer;
  private final LineageRepository repository;
  private final AuditedPipeline pipeline;
  private int steps;

  ForwardWalk(
      BoundedReader reader,
      EmissionReplayer replayer,
      LineageRepository repository,
      AuditedPipeline pipeline) {
    this.reader = reader;
    this.replayer = replayer;
    this.repository = repository;
    this.pipeline = pipeline;
  }

  /** What the stages that read a record's topic made of it, and so on. */
  List<LineageHop> from(SourceRecord record) {
    return pipeline.role(record.topic()).readers().stream().map(s -> hop(s, record)).toList();
  }

  private LineageHop hop(AuditedStage stage, SourceRecord record) {
    try {
      ReplayedEmissions replayed = replayer.replay(stage, record, null, BackwardWalk.SHORT);
      List<LineageStep> emissions = new ArrayList<>(emissions(stage, record, replayed));
      if (OutcomeExplainer.isClosing(stage)) {
        emissions.addAll(closed(stage, record));
      }
      return new OutcomeExplainer(stage, repository).hop(record, replayed, emissions);
    } catch (OutOfReachException e) {
      return new LineageHop(
          stage.name(),
          stage.specification().operator().kind(),
          LineageHop.Outcome.UNKNOWN,
          e.getMessage(),
          null,
          List.of());
    }
  }

  private List<LineageStep> emissions(
      AuditedStage stage, SourceRecord record, ReplayedEmissions replayed) {
    List<FoundEmission> observed = collector(stage, record).of(replayed);
    List<LineageStep> emissions = new ArrayList<>();
    for (FoundEmission found : observed) {
      ReplayedEmissions own =
          replayed.whole()
              ? replayed
              : replayer.replay(stage, record, found.record(), BackwardWalk.SHORT);
      add(emissions, stage, found, observed, own);
    }
    if (replayed.whole() && replayed.sure()) {
      replayed.outputs().stream()
          .filter(output -> !EmissionCollector.isAmong(output, observed))
          .forEach(output -> emissions.add(missing(stage, record, output)));
    }
    return emissions;
  }

  /** The result of the record's own window, which a later record has closed. */
  private List<LineageStep> closed(AuditedStage stage, SourceRecord record) {
    Optional<SourceRecord> closer = OutcomeExplainer.closer(stage, record, reader);
    if (closer.isEmpty()) {
      return List.of();
    }
    SourceRecord trigger = closer.get();
    ReplayedEmissions expected = replayer.replay(stage, trigger, record, BackwardWalk.SHORT);
    List<FoundEmission> observed = collector(stage, trigger).everywhere();
    List<LineageStep> results = new ArrayList<>();
    for (FoundEmission found : observed) {
      if (OutcomeExplainer.isResultFor(stage, record, found.record())) {
        add(results, stage, found, observed, expected);
      }
    }
    if (results.isEmpty() && expected.sure()) {
      expected.outputs().stream()
          .filter(
              output -> !output.deadLetter() && OutcomeExplainer.isResultFor(stage, record, output))
          .forEach(output -> results.add(missing(stage, trigger, output)));
    }
    return results;
  }

  private void add(
      List<LineageStep> steps,
      AuditedStage stage,
      FoundEmission found,
      List<FoundEmission> all,
      ReplayedEmissions replayed) {
    Origin origin = found.record().origin();
    if (origin != null) {
      countStep();
      LineageStep step = StepVerifier.compare(stage, found.record(), origin, replayed);
      steps.add(onward(new DuplicateCheck(stage, all).check(step, replayed)));
    }
  }

  private EmissionCollector collector(AuditedStage stage, SourceRecord record) {
    return new EmissionCollector(reader, repository, stage, record);
  }

  private LineageStep onward(LineageStep step) {
    SourceRecord record = step.record();
    return record == null ? step : step.leadingTo(from(record));
  }

  private LineageStep missing(AuditedStage stage, SourceRecord record, OutputRecord output) {
    boolean settled = repository.settledThrough(stage, record.partition()) > record.offset();
    boolean gone =
        settled
            && new EmissionSearch(reader, stage, record.partition())
                .mayBeGone(new TopicPartition(output.topic(), output.partition()), record.offset());
    return new LineageStep(
        stage.name(),
        null,
        null,
        output.origin(),
        output,
        settled && !gone ? MatchResult.FALSE : MatchResult.UNKNOWN,
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

  private void countStep() {
    if (++steps > MOST_STEPS) {
      throw new OutOfReachException("an answer holds at most %s steps".formatted(MOST_STEPS));
    }
  }
}
