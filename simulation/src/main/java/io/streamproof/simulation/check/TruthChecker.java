package io.streamproof.simulation.check;

import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.catalogue.AuditedStage;
import io.streamproof.audit.finding.EmissionKey;
import io.streamproof.audit.finding.Finding;
import io.streamproof.audit.finding.FindingKind;
import io.streamproof.audit.finding.Severity;
import io.streamproof.audit.report.Proof;
import io.streamproof.audit.report.Report;
import io.streamproof.audit.report.Verdict;
import io.streamproof.pipeline.spec.PipelineSpecification;
import io.streamproof.pipeline.tally.Block;
import io.streamproof.simulation.actor.AuditClient;
import io.streamproof.simulation.actor.GateCall;
import io.streamproof.simulation.broker.LogEntry.Fate;
import io.streamproof.simulation.broker.SimulatedBroker;
import io.streamproof.simulation.broker.SimulatedLog;
import io.streamproof.simulation.check.CheckFailure.FailureKind;
import io.streamproof.simulation.ledger.FoundAnomaly;
import io.streamproof.simulation.schedule.StepTrace;
import io.streamproof.simulation.schedule.VirtualClock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;

/** Compares what the audit says with the truth, whenever it says something. */
public final class TruthChecker implements AuditClient {
  private final AuditedPipeline pipeline;
  private final SimulatedBroker broker;
  private final RunFacts facts;
  private final StepTrace trace;
  private final Supplier<List<FoundAnomaly>> findings;
  private final Map<Instant, Integer> checked = new LinkedHashMap<>();

  /**
   * Makes a checker.
   *
   * @param findings those that are in the ledger by now
   */
  public TruthChecker(
      AuditedPipeline pipeline,
      SimulatedBroker broker,
      RunFacts facts,
      StepTrace trace,
      Supplier<List<FoundAnomaly>> findings) {
    this.pipeline = pipeline;
    this.broker = broker;
    this.facts = facts;
    this.trace = trace;
    this.findings = findings;
  }

  @Override
  public void hear(String audit, Report report) {
    trace.note("%s reports %s as of %s %s", audit, report.verdict(), report.asOf(), report.why());
    Instant asOf = report.asOf();
    if (report.verdict() != Verdict.PROVEN || facts.isCompacted()) {
      return;
    }
    if (asOf == null) {
      throw new CheckFailure(FailureKind.FALSE_PROOF, audit + " reports PROVEN as of no time");
    }
    if (checked.putIfAbsent(asOf, 1) != null) {
      return;
    }
    PipelineTruth truth = truth(VirtualClock.micros(asOf));
    requireNone(audit + " reports PROVEN as of " + asOf, truth, this::isViolation);
  }

  @Override
  public void hear(GateCall call, Proof proof) {
    boolean isReached = proof.reaches(call.through());
    trace.note("the gate of %s answers %s for %s", call.audit(), isReached, call.through());
    if (isReached && !facts.isCompacted()) {
      requireNone(
          "the gate of %s opens to %s".formatted(call.audit(), call.through()),
          truth(call.atMicros()),
          anomaly ->
              isViolation(anomaly)
                  && anomaly.timeMillis() < call.through().toEpochMilli()
                  && !isFoundAtSource(anomaly));
    }
  }

  /**
   * An event that is not there as it was sent has no time that anybody knows: once it is found, the
   * audit takes the least of its block for it, and a gate may open to an earlier one. So it is once
   * anything else is found of the block's claims.
   */
  private boolean isFoundAtSource(TrueAnomaly anomaly) {
    return anomaly.stage().equals(PipelineSpecification.SOURCE)
        && findings.get().stream()
            .filter(found -> found.finding().subject().stage().equals(anomaly.stage()))
            .map(found -> found.finding().target().cause())
            .anyMatch(
                cause ->
                    cause != null
                        && cause.partition() == anomaly.partition()
                        && Block.number(cause.offset()) == Block.number(anomaly.offset()));
  }

  private PipelineTruth truth(long asOf) {
    return new PipelineTruth(pipeline, broker, facts, asOf);
  }

  private static void requireNone(String what, PipelineTruth truth, Predicate<TrueAnomaly> which) {
    List<TrueAnomaly> wrong =
        truth.anomalies().stream().filter(which).filter(each -> !each.isHidden()).toList();
    if (!wrong.isEmpty()) {
      throw new CheckFailure(FailureKind.FALSE_PROOF, what + ", though: " + wrong);
    }
    if (!truth.unseen().isEmpty()) {
      throw new CheckFailure(
          FailureKind.FALSE_PROOF,
          "%s, though retention took records of %s before they were read"
              .formatted(what, truth.unseen()));
    }
  }

  private boolean isViolation(TrueAnomaly anomaly) {
    return anomaly.kind().severity(pipeline.specification(), anomaly.stage()) == Severity.VIOLATION;
  }

  /** Checks what is found once all is over: each finding is true, and all that is true is found. */
  public void conclude(Report report) {
    List<FoundAnomaly> all = findings.get();
    PipelineTruth truth = truth(Long.MAX_VALUE);
    all.forEach(found -> requireTrue(found, truth));
    facts.lostAfterReading().forEach(partition -> requireNoticed(partition, all));
    boolean isViolated =
        truth.anomalies().stream().anyMatch(each -> isViolation(each) && !each.isHidden());
    if (facts.isClouded()) {
      if (isViolated && report.verdict() == Verdict.PROVEN && !facts.isCompacted()) {
        throw new CheckFailure(
            FailureKind.FALSE_PROOF, "all ends PROVEN, though: " + truth.anomalies());
      }
      return;
    }
    truth.anomalies().stream()
        .filter(anomaly -> !anomaly.isHidden() && !isMasked(anomaly, truth.anomalies()))
        .filter(anomaly -> all.stream().noneMatch(found -> isAbout(found, anomaly)))
        .findFirst()
        .ifPresent(
            anomaly -> {
              throw new CheckFailure(
                  FailureKind.MISSED_ANOMALY, "never found: " + anomaly + "; found " + words(all));
            });
    Verdict due = isViolated ? Verdict.VIOLATED : Verdict.PROVEN;
    if (report.verdict() != due) {
      throw new CheckFailure(
          FailureKind.WRONG_VERDICT,
          "all ends %s instead of %s: %s; found %s"
              .formatted(report.verdict(), due, report.why(), words(all)));
    }
    if (!isViolated && report.source().claimed() > report.source().observed()) {
      throw new CheckFailure(
          FailureKind.WRONG_VERDICT,
          "more is claimed than observed: %s, %s"
              .formatted(report.source().claimed(), report.source().observed()));
    }
  }

  private static void requireNoticed(TopicPartition partition, List<FoundAnomaly> all) {
    boolean isNoticed =
        all.stream()
            .filter(found -> found.kind() == FindingKind.UNVERIFIABLE)
            .map(found -> found.finding().target().place())
            .anyMatch(
                place ->
                    place != null
                        && place.topic().equals(partition.topic())
                        && place.partition() == partition.partition());
    if (!isNoticed) {
      throw new CheckFailure(
          FailureKind.MISSED_ANOMALY, partition + " has lost what was read of it, unnoticed");
    }
  }

  /** The tally of a block's claims says nothing of the others where one of its events is lost. */
  private static boolean isMasked(TrueAnomaly anomaly, List<TrueAnomaly> all) {
    return anomaly.kind() == FindingKind.CORRUPTED
        && anomaly.stage().equals(PipelineSpecification.SOURCE)
        && all.stream()
            .anyMatch(
                other ->
                    other.kind() == FindingKind.LOST_AT_SOURCE
                        && other.partition() == anomaly.partition()
                        && Block.number(other.offset()) == Block.number(anomaly.offset()));
  }

  private static List<String> words(List<FoundAnomaly> found) {
    return found.stream()
        .map(each -> each.kind() + " " + each.finding().identity().value())
        .toList();
  }

  private void requireTrue(FoundAnomaly found, PipelineTruth truth) {
    boolean isTrue =
        truth.anomalies().stream().anyMatch(anomaly -> isSame(found, anomaly)) || isExcused(found);
    if (!isTrue) {
      throw new CheckFailure(
          FailureKind.FALSE_FINDING,
          "false finding: %s %s, %s"
              .formatted(
                  found.kind(), found.finding().identity().value(), found.finding().detail()));
    }
  }

  /** What says that something cannot be verified is excused by any cloud. */
  private boolean isExcused(FoundAnomaly found) {
    Finding finding = found.finding();
    if (found.kind() == FindingKind.UNVERIFIABLE) {
      return facts.isClouded();
    }
    if (finding.subject().stage().equals(PipelineSpecification.SOURCE)) {
      return facts.isChanged(pipeline.specification().sourceTopic()) || isForgedClaim(finding);
    }
    // It pointed nowhere when it was found; there may be a source record by now.
    boolean isForged =
        found.kind() == FindingKind.PHANTOM
            && facts.isForged(finding.subject().stage(), finding.identity().value());
    return isForged
        || pipeline.stages().stream()
            .filter(stage -> stage.name().equals(finding.subject().stage()))
            .anyMatch(
                stage -> isChanged(stage) || (found.kind() == FindingKind.LOST && hides(stage)));
  }

  /**
   * Whether what retention took unread of a stage's results cannot be told from what is lost: the
   * first record that is left says which, unless it was forged.
   */
  private boolean hides(AuditedStage stage) {
    return Stream.of(stage.outputTopic(), stage.deadLetterTopic())
        .anyMatch(
            topic ->
                broker.logs(topic).stream()
                    .map(SimulatedLog::history)
                    .anyMatch(
                        history ->
                            history.stream().anyMatch(entry -> entry.fate() == Fate.EXPIRED)
                                && history.stream().anyMatch(facts::isForged)));
  }

  private boolean isForgedClaim(Finding finding) {
    EmissionKey cause = finding.target().cause();
    return cause != null && facts.isClaimForged(cause.partition(), Block.number(cause.offset()));
  }

  private boolean isChanged(AuditedStage stage) {
    return facts.isChanged(stage.sourceTopic())
        || facts.isChanged(stage.outputTopic())
        || facts.isChanged(stage.deadLetterTopic());
  }

  private boolean isSame(FoundAnomaly found, TrueAnomaly anomaly) {
    return found.finding().subject().stage().equals(anomaly.stage())
        && found.finding().identity().value().equals(anomaly.identity())
        && (found.kind() == anomaly.kind()
            || isDivergence(found, anomaly)
            || isMissed(found, anomaly));
  }

  /** Whether a finding tells of an anomaly: its own, or that of a state that went wrong before. */
  private boolean isAbout(FoundAnomaly found, TrueAnomaly anomaly) {
    EmissionKey cause = found.finding().target().cause();
    return isSame(found, anomaly)
        || (isDivergence(found, anomaly)
            && found.finding().subject().stage().equals(anomaly.stage())
            && cause != null
            && cause.partition() == anomaly.partition()
            && cause.offset() <= anomaly.offset()
            && Objects.equals(found.finding().target().keyText(), anomaly.key()));
  }

  /** What went into a wrong partition, and is gone there, is seen to be missing in its own. */
  private boolean isMissed(FoundAnomaly found, TrueAnomaly anomaly) {
    return found.kind() == FindingKind.LOST
        && anomaly.kind() == FindingKind.MISROUTED
        && facts.isClouded();
  }

  private static boolean isDivergence(FoundAnomaly found, TrueAnomaly anomaly) {
    return found.kind() == FindingKind.DIVERGED && anomaly.kind() == FindingKind.CORRUPTED;
  }
}
