package io.streamproof.audit.report;

import io.streamproof.audit.finding.FindingKind;
import io.streamproof.audit.finding.Severity;
import io.streamproof.audit.reconciliation.BlockVerdict;
import io.streamproof.audit.reconciliation.FrontierLog.FrontierState;
import io.streamproof.audit.report.LedgerSummary.BlockGroup;
import io.streamproof.audit.report.LedgerSummary.FindingGroup;
import io.streamproof.audit.report.LedgerSummary.HopProgress;
import io.streamproof.audit.report.LedgerSummary.RecordSums;
import io.streamproof.audit.report.LedgerSummary.TopicProgress;
import io.streamproof.pipeline.spec.PipelineSpecification;
import io.streamproof.pipeline.spec.StageSpecification;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** What a pipeline's summary holds of one stage: its sums, its verdict, how far it is proven. */
final class StageSummary {
  private static final List<FindingKind> REPORTED =
      List.of(
          FindingKind.LOST,
          FindingKind.DUPLICATED,
          FindingKind.CORRUPTED,
          FindingKind.DIVERGED,
          FindingKind.PHANTOM,
          FindingKind.MISROUTED,
          FindingKind.REORDERED,
          FindingKind.UNTRACED,
          FindingKind.LATE,
          FindingKind.STALLED,
          FindingKind.UNVERIFIABLE);

  private final FrontierState frontier;
  private final PipelineSpecification pipeline;
  private final StageSpecification stage;
  private final List<BlockGroup> blocks;
  private final List<FindingGroup> findings;
  private final List<PartitionSummary> partitions;
  private final RecordSums compacted;

  private StageSummary(
      PipelineSpecification pipeline,
      StageSpecification stage,
      LedgerSummary summary,
      FrontierState frontier) {
    this.frontier = frontier;
    this.pipeline = pipeline;
    this.stage = stage;
    this.blocks = summary.blocks().stream().filter(b -> b.stage().equals(name())).toList();
    this.findings = summary.findings().stream().filter(f -> f.stage().equals(name())).toList();
    this.compacted =
        summary.compacted().stream()
            .filter(f -> f.stage().equals(name()))
            .map(LedgerSummary.CompactedSums::sums)
            .reduce(RecordSums.NONE, RecordSums::plus);
    String source = pipeline.sourceTopic(stage);
    this.partitions =
        IntStream.range(0, pipeline.partitionsOf(source))
            .mapToObj(partition -> PartitionSummary.of(partition, name(), source, summary))
            .toList();
  }

  /**
   * The summaries of a pipeline's stages.
   *
   * @param frontier up to which all is judged: what is not judged is newer
   */
  static List<StageSummary> of(
      PipelineSpecification pipeline, LedgerSummary summary, FrontierState frontier) {
    return pipeline.stages().stream()
        .map(stage -> new StageSummary(pipeline, stage, summary, frontier))
        .toList();
  }

  private String name() {
    return stage.name();
  }

  ReportStage report() {
    RecordSums judged =
        blocks.stream()
            .filter(group -> group.verdict().isJudged())
            .map(BlockGroup::sums)
            .reduce(compacted, RecordSums::plus);
    long pending =
        blocks.stream()
            .filter(group -> !group.verdict().isJudged())
            .mapToLong(group -> group.sums().records())
            .sum();
    return new ReportStage(
        name(),
        pipeline.outputTopic(stage),
        verdict(),
        judged.records() + pending,
        judged.emitted(),
        judged.emittedFrom(),
        judged.discarded(),
        judged.deadLettered(),
        pending,
        counts(),
        partitions.stream().map(PartitionSummary::report).toList());
  }

  ProofStage proof() {
    return new ProofStage(
        name(),
        Proof.through(frontier, since()),
        partitions.stream()
            .map(
                partition ->
                    new ProofPartition(
                        partition.number(),
                        Proof.through(frontier, since(partition)),
                        partition.provenThrough()))
            .toList());
  }

  /** From which event time on something is not proven. */
  Instant since() {
    return Proof.least(
        Stream.concat(
            blocks.stream().filter(this::isUnprovenThen).map(BlockGroup::since),
            unprovenFindings().map(FindingGroup::since)));
  }

  private Instant since(PartitionSummary partition) {
    return Proof.least(
        Stream.concat(
            partition.blocks().stream().filter(this::isUnprovenThen).map(BlockGroup::since),
            unprovenFindings()
                .filter(f -> f.partition() == null || f.partition() == partition.number())
                .map(FindingGroup::since)));
  }

  static boolean isUnproven(BlockGroup group) {
    return group.verdict() != BlockVerdict.PROVEN;
  }

  /** Whether it was not proven when the frontier was taken: what came later does not count. */
  private boolean isUnprovenThen(BlockGroup group) {
    TopicPartition source = new TopicPartition(pipeline.sourceTopic(stage), group.partition());
    return isUnproven(group)
        && (group.verdict().isJudged() || frontier.covers(source, group.first()));
  }

  private Stream<FindingGroup> unprovenFindings() {
    return findings.stream().filter(finding -> severity(finding) != Severity.WARNING);
  }

  private Verdict verdict() {
    if (isFound(Severity.VIOLATION) || isAny(BlockVerdict.VIOLATED::equals)) {
      return Verdict.VIOLATED;
    }
    boolean isComplete = partitions.stream().allMatch(PartitionSummary::isChecked);
    return !isComplete
            || !frontier.isFresh()
            || isFound(Severity.UNVERIFIABLE)
            || isAny(BlockVerdict.UNVERIFIABLE::equals)
        ? Verdict.UNKNOWN
        : Verdict.PROVEN;
  }

  private boolean isFound(Severity severity) {
    return findings.stream()
        .anyMatch(finding -> finding.count() > 0 && severity(finding) == severity);
  }

  private boolean isAny(Predicate<BlockVerdict> verdict) {
    return blocks.stream().anyMatch(group -> group.count() > 0 && verdict.test(group.verdict()));
  }

  private Severity severity(FindingGroup finding) {
    return finding.kind().severity(pipeline, name());
  }

  private Map<FindingKind, Long> counts() {
    Map<FindingKind, Long> counts = new LinkedHashMap<>();
    REPORTED.forEach(kind -> counts.put(kind, 0L));
    findings.forEach(
        finding ->
            counts.computeIfPresent(finding.kind(), (kind, count) -> count + finding.count()));
    return counts;
  }

  /**
   * What a pipeline's summary holds of one source partition of a stage.
   *
   * @param hop null: the hop was never checked
   * @param position null: the partition was never read
   */
  record PartitionSummary(
      int number,
      @Nullable HopProgress hop,
      @Nullable TopicProgress position,
      List<BlockGroup> blocks) {

    static PartitionSummary of(int partition, String stage, String source, LedgerSummary summary) {
      return new PartitionSummary(
          partition,
          summary.hops().stream()
              .filter(hop -> hop.stage().equals(stage) && hop.partition() == partition)
              .findFirst()
              .orElse(null),
          summary.positions().stream()
              .filter(at -> at.topic().equals(source) && at.partition() == partition)
              .findFirst()
              .orElse(null),
          summary.blocks().stream()
              .filter(group -> group.stage().equals(stage) && group.partition() == partition)
              .toList());
    }

    /** Whether it was read and checked at all. */
    boolean isChecked() {
      return hop != null && position != null;
    }

    /**
     * The offset below which all is proven: that of the first block that is not, if there is one.
     */
    long provenThrough() {
      return blocks.stream()
          .filter(StageSummary::isUnproven)
          .mapToLong(BlockGroup::first)
          .min()
          .orElse(hop == null ? 0 : hop.settledThrough());
    }

    ReportPartition report() {
      return new ReportPartition(number, position == null ? 0 : position.next(), provenThrough());
    }
  }
}
