package io.streamproof.audit.investigation;

import io.streamproof.audit.catalogue.AuditedStage;
import io.streamproof.audit.finding.EmissionKey;
import io.streamproof.audit.finding.Finding;
import io.streamproof.audit.finding.Finding.Evidence;
import io.streamproof.audit.finding.Finding.Extent;
import io.streamproof.audit.finding.Finding.Target;
import io.streamproof.audit.finding.FindingKind;
import io.streamproof.audit.finding.Severity;
import io.streamproof.audit.investigation.BlockComparison.EmissionAnomaly;
import io.streamproof.audit.investigation.DivergenceTracker.OpenFindings;
import io.streamproof.audit.investigation.InvestigationRepository.BlockConclusion;
import io.streamproof.audit.investigation.SuspectBlock.OutputRange;
import io.streamproof.audit.log.EvidenceGoneException;
import io.streamproof.audit.log.TopicLog;
import io.streamproof.audit.observation.ObservedBatch.ReorderCandidate;
import io.streamproof.audit.reconciliation.BlockVerdict;
import io.streamproof.audit.replay.Replayer;
import io.streamproof.pipeline.record.Origin;
import io.streamproof.pipeline.record.SourceRecord;
import io.streamproof.pipeline.stage.OutputRecord;
import io.streamproof.pipeline.tally.Block;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what is wrong in a block whose sides differ: replays the reference on its source range,
 * reads its records in the outputs, and names each anomaly. To investigate a block twice gives the
 * same findings.
 */
final class BlockInvestigation {
  private final TopicLog log;
  private final Replayer replayer;

  BlockInvestigation(TopicLog log, Replayer replayer) {
    this.log = log;
    this.replayer = replayer;
  }

  /** Investigates a block; {@code candidates} are those of its records. */
  BlockConclusion investigate(
      SuspectBlock block, List<ReorderCandidate> candidates, OpenFindings openFindings) {
    try {
      return block.mismatches() > 0
          ? unverifiable(
              block,
              "%d of its records were made under another specification than %s"
                  .formatted(block.mismatches(), block.stage().pipeline().hash()))
          : compare(block, candidates, openFindings);
    } catch (EvidenceGoneException e) {
      return unverifiable(block, String.valueOf(e.getMessage()));
    }
  }

  private BlockConclusion compare(
      SuspectBlock block, List<ReorderCandidate> candidates, OpenFindings openFindings) {
    List<OutputRecord> expected =
        expected(block.stage(), block.partition(), block.firstOffset(), block.settledEnd());
    List<ObservedRecord> observed = observed(block);
    BlockComparison comparison = new BlockComparison(expected, observed, block.isCompacted());
    List<EmissionAnomaly> anomalies = new ArrayList<>(comparison.anomalies());
    for (ReorderCandidate candidate : candidates) {
      reordered(block, candidate, expected, observed, comparison).ifPresent(anomalies::add);
    }
    if (anomalies.isEmpty() && !block.agrees()) {
      return unverifiable(block, "its tallies differ, yet each of its records is right");
    }
    return conclusion(block, expected, anomalies, openFindings);
  }

  private List<OutputRecord> expected(AuditedStage stage, int partition, long from, long to) {
    List<OutputRecord> expected = new ArrayList<>();
    replayer.visit(log, stage, partition, from, to, (record, outputs) -> expected.addAll(outputs));
    return expected;
  }

  /** The block's records in the outputs; those ahead of what is settled only if never to be. */
  private List<ObservedRecord> observed(SuspectBlock block) {
    List<ObservedRecord> observed = new ArrayList<>();
    long sourceEnd = log.end(block.source());
    for (OutputRange range : block.ranges()) {
      log.visitRemaining(
          range.partition(),
          range.from(),
          range.to(),
          record -> observed(block, record, sourceEnd).ifPresent(observed::add));
    }
    return observed;
  }

  private static Optional<ObservedRecord> observed(
      SuspectBlock block, SourceRecord record, long sourceEnd) {
    Origin origin = record.origin();
    return origin != null && belongs(block, origin, sourceEnd)
        ? Optional.of(new ObservedRecord(origin, record))
        : Optional.empty();
  }

  private static boolean belongs(SuspectBlock block, Origin origin, long sourceEnd) {
    return origin.stage().equals(block.stage().name())
        && origin.partition() == block.partition()
        && Block.number(origin.offset()) == block.number()
        && (origin.offset() < block.settledThrough() || origin.offset() >= sourceEnd);
  }

  private Optional<EmissionAnomaly> reordered(
      SuspectBlock block,
      ReorderCandidate candidate,
      List<OutputRecord> expected,
      List<ObservedRecord> observed,
      BlockComparison comparison) {
    EmissionKey behind = candidate.behind();
    return observed.stream()
        .filter(record -> record.place().equals(candidate.place()))
        .filter(comparison::isOutOfOrder)
        .filter(record -> isExpected(block, behind, expected))
        .findFirst()
        .map(
            record ->
                new EmissionAnomaly(
                    FindingKind.REORDERED,
                    EmissionKey.of(record.origin()),
                    expectedOf(expected, EmissionKey.of(record.origin())),
                    record,
                    "it stands behind %s, which stands at offset %d already"
                        .formatted(behind.origin(block.stage().name()), candidate.behindAt())));
  }

  /** Whether the later origin is a real one: a phantom makes nothing late. */
  private boolean isExpected(
      SuspectBlock block, EmissionKey emission, List<OutputRecord> expected) {
    if (Block.number(emission.offset()) == block.number()) {
      return expectedOf(expected, emission) != null;
    }
    List<OutputRecord> elsewhere =
        expected(block.stage(), block.partition(), emission.offset(), emission.offset() + 1);
    return expectedOf(elsewhere, emission) != null;
  }

  private static @Nullable OutputRecord expectedOf(
      List<OutputRecord> expected, EmissionKey emission) {
    return expected.stream()
        .filter(record -> EmissionKey.of(record).equals(emission))
        .findFirst()
        .orElse(null);
  }

  private BlockConclusion conclusion(
      SuspectBlock block,
      List<OutputRecord> expected,
      List<EmissionAnomaly> anomalies,
      OpenFindings openFindings) {
    DivergenceTracker tracker =
        new DivergenceTracker(block.stage(), block.partition(), openFindings, rightBetween(block));
    List<EmissionAnomaly> own = new ArrayList<>(anomalies);
    if (block.stage().stage().stateful()) {
      own.removeAll(partsOfFindings(expected, anomalies, tracker));
    }
    List<Finding> findings = new ArrayList<>();
    for (EmissionAnomaly anomaly : own) {
      findings.add(finding(block, anomaly, tracker, anomalies.indexOf(anomaly)));
    }
    boolean violated =
        !tracker.worsened().isEmpty()
            || findings.stream().anyMatch(f -> isViolation(block.stage(), f.kind()));
    return new BlockConclusion(
        violated ? BlockVerdict.VIOLATED : BlockVerdict.PROVEN,
        findings,
        tracker.worsened(),
        tracker.closed());
  }

  /** Visits the emissions in order; gives the anomalies that belong to an earlier finding. */
  private static List<EmissionAnomaly> partsOfFindings(
      List<OutputRecord> expected, List<EmissionAnomaly> anomalies, DivergenceTracker tracker) {
    List<EmissionAnomaly> parts = new ArrayList<>();
    for (OutputRecord record : expected) {
      EmissionKey emission = EmissionKey.of(record);
      Optional<EmissionAnomaly> wrong =
          anomalies.stream().filter(a -> a.emission().equals(emission)).findFirst();
      if (wrong.isEmpty()) {
        tracker.right(record.key());
      } else if (wrong.get().kind() == FindingKind.CORRUPTED
          && !tracker.wrong(record.key(), emission.offset(), anomalies.indexOf(wrong.get()))) {
        parts.add(wrong.get());
      }
    }
    return parts;
  }

  private DivergenceTracker.RightBetween rightBetween(SuspectBlock block) {
    return (key, after, before) -> {
      boolean[] found = {false};
      replayer.visit(
          log,
          block.stage(),
          block.partition(),
          after + 1,
          Math.min(before, block.firstOffset()),
          (record, outputs) ->
              found[0] |= outputs.stream().anyMatch(o -> Arrays.equals(o.key(), key)));
      return found[0];
    };
  }

  private static boolean isViolation(AuditedStage stage, FindingKind kind) {
    return kind.severity(stage.specification().guarantee()) == Severity.VIOLATION;
  }

  private static Finding finding(
      SuspectBlock block, EmissionAnomaly anomaly, DivergenceTracker tracker, int number) {
    ObservedRecord observed = anomaly.observed();
    List<Long> grown = tracker.grown(number);
    Target target = target(anomaly);
    long last = grown.isEmpty() ? -1 : grown.get(grown.size() - 1);
    return Finding.emission(
        block.stage(),
        grown.isEmpty() ? anomaly.kind() : FindingKind.DIVERGED,
        target,
        new Extent(
            1 + grown.size(),
            tracker.isOngoing(target.key(), number),
            Long.max(anomaly.emission().offset(), last),
            null),
        anomaly.detail(),
        Evidence.of(anomaly.expected(), observed == null ? null : observed.record()));
  }

  /** What is expected says more than what is observed, wherever there is both. */
  private static Target target(EmissionAnomaly anomaly) {
    OutputRecord expected = anomaly.expected();
    ObservedRecord observed = anomaly.observed();
    if (expected != null) {
      return new Target(
          anomaly.emission(),
          observed == null ? null : observed.place(),
          expected.key(),
          expected.trace().traceId(),
          Instant.ofEpochMilli(expected.cause().timestamp()));
    }
    ObservedRecord phantom = Objects.requireNonNull(observed);
    return new Target(
        anomaly.emission(),
        phantom.place(),
        phantom.record().key(),
        phantom.traceId(),
        Instant.ofEpochMilli(phantom.record().timestamp()));
  }

  private static BlockConclusion unverifiable(SuspectBlock block, String why) {
    return new BlockConclusion(
        BlockVerdict.UNVERIFIABLE,
        List.of(Finding.unverifiable(block.stage(), block.partition(), block.number(), why)),
        Map.of(),
        List.of());
  }
}
