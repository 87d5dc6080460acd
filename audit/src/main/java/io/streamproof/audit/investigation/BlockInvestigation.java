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
import io.streamproof.audit.investigation.InvestigationRepository.BlockConclusion;
import io.streamproof.audit.investigation.SuspectBlock.OutputRange;
import io.streamproof.audit.log.EvidenceGoneException;
import io.streamproof.audit.log.TopicLog;
import io.streamproof.audit.observation.ObservedBatch.ReorderCandidate;
import io.streamproof.audit.reconciliation.BlockVerdict;
import io.streamproof.audit.replay.Replayer;
import io.streamproof.pipeline.record.Origin;
import io.streamproof.pipeline.stage.OutputRecord;
import io.streamproof.pipeline.tally.Block;
import io.streamproof.pipeline.tally.ContentHash;
import io.streamproof.pipeline.tally.Tally;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what is wrong in a block whose sides differ: replays the reference on its source range,
 * reads its records in the outputs, and names each anomaly. To investigate a block twice gives the
 * same findings.
 *
 * <p>Both readings must give the tallies that the ledger holds. Where they do not, the logs are no
 * longer what the audit has read, and nothing that is missing from them may be called lost.
 */
final class BlockInvestigation {
  /** How far the first record of a source partition is looked for. */
  private static final long FARTHEST = 100_000;

  private final TopicLog log;
  private final Replayer replayer;

  BlockInvestigation(TopicLog log, Replayer replayer) {
    this.log = log;
    this.replayer = replayer;
  }

  /** Investigates a block, given what the ledger knows of it. */
  BlockConclusion investigate(SuspectBlock block, BlockFacts facts) {
    try {
      return block.mismatches() > 0
          ? unverifiable(
              block,
              "%s of its records were made under another specification than %s"
                  .formatted(block.mismatches(), block.stage().pipeline().hash()))
          : compare(block, facts);
    } catch (EvidenceGoneException e) {
      return unverifiable(block, String.valueOf(e.getMessage()));
    }
  }

  private BlockConclusion compare(SuspectBlock block, BlockFacts facts) {
    List<OutputRecord> expected =
        expected(block.stage(), block.partition(), block.from(), block.settledEnd());
    if (block.expectedLast() >= 0
        && block.expectedLast() < block.settledEnd()
        && !sum(expected, ContentHash::expected).equals(block.expected())) {
      return unverifiable(block, "its source records are not what the audit has read");
    }
    List<ObservedRecord> read = observed(block);
    if (!sum(read, r -> contentHash(block, r)).equals(block.observed())) {
      return unverifiable(block, "records that the audit has read in its outputs have gone since");
    }
    long sourceEnd = log.end(block.source());
    List<ObservedRecord> observed =
        read.stream().filter(r -> isDecided(block, r.origin(), sourceEnd)).toList();
    BlockComparison comparison = new BlockComparison(expected, observed, block.isCompacted());
    List<EmissionAnomaly> anomalies = new ArrayList<>(comparison.anomalies());
    for (ReorderCandidate candidate : facts.candidates(block)) {
      reordered(block, candidate, expected, observed, comparison).ifPresent(anomalies::add);
    }
    if (anomalies.isEmpty() && !block.agrees()) {
      return unverifiable(block, "its tallies differ, yet each of its records is right");
    }
    Optional<EmissionAnomaly> unread =
        anomalies.stream().filter(anomaly -> mayBeUnread(block, anomaly, facts)).findFirst();
    return unread.isPresent()
        ? unverifiable(
            block,
            "%s may be among records that had gone before the audit could read them"
                .formatted(unread.get().emission().origin(block.stage().name())))
        : conclusion(block, expected, anomalies, comparison, facts);
  }

  private static <T> Tally sum(List<T> records, Function<T, Tally> hash) {
    return records.stream().map(hash).reduce(Tally.ZERO, Tally::plus);
  }

  private static Tally contentHash(SuspectBlock block, ObservedRecord observed) {
    return ContentHash.observed(
        observed.origin(),
        observed.record(),
        observed.record().topic().equals(block.stage().deadLetterTopic()));
  }

  private List<OutputRecord> expected(AuditedStage stage, int partition, long from, long to) {
    List<OutputRecord> expected = new ArrayList<>();
    replayer.visit(log, stage, partition, from, to, (record, outputs) -> expected.addAll(outputs));
    return expected;
  }

  /** The block's records in the outputs. */
  private List<ObservedRecord> observed(SuspectBlock block) {
    List<ObservedRecord> observed = new ArrayList<>();
    for (OutputRange range : block.ranges()) {
      log.visitRemaining(
          range.partition(),
          range.from(),
          range.to(),
          record -> {
            Origin origin = record.origin();
            if (origin != null && belongs(block, origin)) {
              observed.add(new ObservedRecord(origin, record));
            }
          });
    }
    return observed;
  }

  private static boolean belongs(SuspectBlock block, Origin origin) {
    return origin.stage().equals(block.stage().name())
        && origin.partition() == block.partition()
        && block.contains(origin.offset());
  }

  /** Records ahead of what is settled are compared only if their source record is never to be. */
  private static boolean isDecided(SuspectBlock block, Origin origin, long sourceEnd) {
    return origin.offset() < block.settledThrough() || origin.offset() >= sourceEnd;
  }

  /**
   * Whether what is missing may have been in a partition before the audit could read it. It was
   * not, where the audit has read the partition from its beginning, or where the first record that
   * is left of the same source partition precedes it: origins increase.
   */
  private boolean mayBeUnread(SuspectBlock block, EmissionAnomaly anomaly, BlockFacts facts) {
    OutputRecord missing = anomaly.expected();
    if (anomaly.kind() != FindingKind.LOST || missing == null) {
      return false;
    }
    TopicPartition output = new TopicPartition(missing.topic(), missing.partition());
    long start = facts.start(output);
    return start > 0 && !precedes(block, output, start, anomaly.emission());
  }

  /** Whether a record of the same source partition at or behind an offset has an earlier origin. */
  private boolean precedes(
      SuspectBlock block, TopicPartition output, long start, EmissionKey emission) {
    boolean[] precedes = {false};
    long beginning = Math.max(start, log.beginning(output));
    log.visit(
        output,
        beginning,
        log.stableEnd(output),
        record -> {
          Origin origin = record.origin();
          if (origin == null
              || !origin.stage().equals(block.stage().name())
              || origin.partition() != block.partition()) {
            return record.offset() - beginning < FARTHEST;
          }
          precedes[0] = EmissionKey.of(origin).compareTo(emission) < 0;
          return false;
        });
    return precedes[0];
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
                    "it stands behind %s, which stands at offset %s already"
                        .formatted(behind.origin(block.stage().name()), candidate.behindAt())));
  }

  /** Whether the later origin is a real one: a phantom makes nothing late. */
  private boolean isExpected(
      SuspectBlock block, EmissionKey emission, List<OutputRecord> expected) {
    if (block.contains(emission.offset())) {
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
      BlockComparison comparison,
      BlockFacts facts) {
    DivergenceTracker tracker =
        new DivergenceTracker(block.stage(), block.partition(), facts, rightBetween(block));
    List<EmissionAnomaly> own = new ArrayList<>(anomalies);
    if (block.stage().stage().stateful()) {
      own.removeAll(partsOfFindings(expected, anomalies, comparison, tracker));
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
      List<OutputRecord> expected,
      List<EmissionAnomaly> anomalies,
      BlockComparison comparison,
      DivergenceTracker tracker) {
    List<EmissionAnomaly> parts = new ArrayList<>();
    for (OutputRecord record : expected) {
      EmissionKey emission = EmissionKey.of(record);
      Optional<EmissionAnomaly> wrong =
          anomalies.stream().filter(a -> a.emission().equals(emission)).findFirst();
      if (wrong.isEmpty()) {
        tracker.right(record.key());
      } else if (comparison.isCorrupted(emission)
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
          Math.min(before, block.from()),
          (record, outputs) ->
              found[0] |= outputs.stream().anyMatch(o -> Arrays.equals(o.key(), key)));
      return found[0];
    };
  }

  private static boolean isViolation(AuditedStage stage, FindingKind kind) {
    return kind.severity(stage.pipeline(), stage.name()) == Severity.VIOLATION;
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
        List.of(
            Finding.unverifiable(
                block.stage(), block.partition(), Block.number(block.from()), why)),
        Map.of(),
        List.of());
  }
}
