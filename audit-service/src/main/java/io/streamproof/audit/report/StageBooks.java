package io.streamproof.audit.report;

import io.streamproof.audit.finding.Kind;
import io.streamproof.audit.finding.Severity;
import io.streamproof.audit.report.Books.BlockGroup;
import io.streamproof.audit.report.Books.FindingGroup;
import io.streamproof.pipeline.spec.PipelineSpecification;
import io.streamproof.pipeline.spec.StageSpecification;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a pipeline's books hold of one stage: its sums, its verdict, how far it is proven. */
final class StageBooks {
  /** More blocks than this cannot differ by chance: they need no investigation to be wrong. */
  static final int MOST_SUSPECT = 1_000;

  private static final List<Kind> REPORTED =
      List.of(
          Kind.LOST,
          Kind.DUPLICATED,
          Kind.CORRUPTED,
          Kind.DIVERGED,
          Kind.PHANTOM,
          Kind.MISROUTED,
          Kind.REORDERED,
          Kind.UNTRACED,
          Kind.LATE,
          Kind.STALLED,
          Kind.UNVERIFIABLE);

  private final PipelineSpecification pipeline;
  private final StageSpecification stage;
  private final List<BlockGroup> blocks;
  private final List<FindingGroup> findings;
  private final List<PartitionBooks> partitions;
  private final Sums folded;

  private StageBooks(PipelineSpecification pipeline, StageSpecification stage, Books books) {
    this.pipeline = pipeline;
    this.stage = stage;
    this.blocks = books.blocks().stream().filter(b -> b.stage().equals(name())).toList();
    this.findings = books.findings().stream().filter(f -> f.stage().equals(name())).toList();
    this.folded =
        books.folded().stream()
            .filter(f -> f.stage().equals(name()))
            .map(Books.Folded::sums)
            .reduce(Sums.NONE, Sums::plus);
    String source = pipeline.sourceTopic(stage);
    this.partitions =
        IntStream.range(0, pipeline.partitionsOf(source))
            .mapToObj(partition -> PartitionBooks.of(partition, name(), source, books))
            .toList();
  }

  static List<StageBooks> of(PipelineSpecification pipeline, Books books) {
    return pipeline.stages().stream().map(s -> new StageBooks(pipeline, s, books)).toList();
  }

  private String name() {
    return stage.name();
  }

  Report.Stage report() {
    Sums judged =
        blocks.stream()
            .filter(group -> group.verdict().isJudged())
            .map(BlockGroup::sums)
            .reduce(folded, Sums::plus);
    long pending =
        blocks.stream()
            .filter(group -> !group.verdict().isJudged())
            .mapToLong(group -> group.sums().records())
            .sum();
    return new Report.Stage(
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
        partitions.stream().map(PartitionBooks::report).toList());
  }

  Proof.Stage proof(@Nullable Instant newest) {
    return new Proof.Stage(
        name(),
        Watermark.of(newest, since()),
        partitions.stream()
            .map(
                partition ->
                    new Proof.Partition(
                        partition.number(),
                        Watermark.of(newest, since(partition)),
                        partition.provenThrough()))
            .toList());
  }

  /** From which event time on something is not proven. */
  Instant since() {
    return Watermark.least(
        Stream.concat(
            blocks.stream().filter(StageBooks::isUnproven).map(BlockGroup::since),
            unprovenFindings().map(FindingGroup::since)));
  }

  private Instant since(PartitionBooks partition) {
    return Watermark.least(
        Stream.concat(
            partition.blocks().stream().filter(StageBooks::isUnproven).map(BlockGroup::since),
            unprovenFindings()
                .filter(f -> f.partition() == null || f.partition() == partition.number())
                .map(FindingGroup::since)));
  }

  static boolean isUnproven(BlockGroup group) {
    return group.verdict() != BlockVerdict.PROVEN;
  }

  private Stream<FindingGroup> unprovenFindings() {
    return findings.stream().filter(finding -> severity(finding) != Severity.WARNING);
  }

  private Verdict verdict() {
    if (isFound(Severity.VIOLATION)
        || isAny(BlockVerdict.VIOLATED::equals)
        || count(BlockVerdict.SUSPECT) > MOST_SUSPECT) {
      return Verdict.VIOLATED;
    }
    boolean isComplete = partitions.stream().allMatch(PartitionBooks::isChecked);
    return !isComplete
            || isFound(Severity.UNVERIFIABLE)
            || isAny(verdict -> verdict != BlockVerdict.PROVEN)
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

  private long count(BlockVerdict verdict) {
    return blocks.stream()
        .filter(group -> group.verdict() == verdict)
        .mapToLong(BlockGroup::count)
        .sum();
  }

  private Severity severity(FindingGroup finding) {
    return finding.kind().severity(stage.guarantee());
  }

  private Map<Kind, Long> counts() {
    Map<Kind, Long> counts = new LinkedHashMap<>();
    REPORTED.forEach(kind -> counts.put(kind, 0L));
    findings.forEach(
        finding ->
            counts.computeIfPresent(finding.kind(), (kind, count) -> count + finding.count()));
    return counts;
  }
}
