package io.streamproof.audit.report;

import io.streamproof.audit.finding.FindingKind;
import io.streamproof.audit.finding.Severity;
import io.streamproof.pipeline.spec.PipelineSpecification;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the audit says of a pipeline.
 *
 * @param specification the hash of the specification that it is audited by
 * @param provenThrough everything accepted before this event time is proven right; null: nothing is
 * @param findings how many there are, of every kind
 */
public record Report(
    String pipeline,
    String specification,
    Verdict verdict,
    @Nullable Instant provenThrough,
    SourceReport source,
    List<StageReport> stages,
    long findings) {
  public Report {
    stages = List.copyOf(stages);
  }

  /** Draws up the report of a pipeline from its summary. */
  public static Report of(PipelineSpecification pipeline, LedgerSummary summary) {
    List<StageSummary> stages = StageSummary.of(pipeline, summary);
    List<StageReport> reports = stages.stream().map(StageSummary::report).toList();
    return new Report(
        pipeline.name(),
        pipeline.hash(),
        Verdict.worst(
            Stream.concat(
                Stream.of(verdict(summary)), reports.stream().map(Report.StageReport::verdict))),
        Proof.through(pipeline, summary, stages),
        source(summary),
        reports,
        summary.findings().stream().mapToLong(LedgerSummary.FindingGroup::count).sum());
  }

  private static SourceReport source(LedgerSummary summary) {
    return new SourceReport(
        summary.source().claimed(),
        summary.source().observed(),
        count(summary, FindingKind.LOST_AT_SOURCE),
        count(summary, FindingKind.DUPLICATED_AT_SOURCE));
  }

  /** The verdict on the way from clients into the source topic. */
  private static Verdict verdict(LedgerSummary summary) {
    if (summary.source().violated() > 0 || isFound(summary, Severity.VIOLATION)) {
      return Verdict.VIOLATED;
    }
    return summary.source().unmet() > 0 || isFound(summary, Severity.UNVERIFIABLE)
        ? Verdict.UNKNOWN
        : Verdict.PROVEN;
  }

  private static boolean isFound(LedgerSummary summary, Severity severity) {
    return summary.findings().stream()
        .filter(group -> group.stage().equals(PipelineSpecification.SOURCE))
        .anyMatch(group -> group.count() > 0 && group.kind().severity() == severity);
  }

  private static long count(LedgerSummary summary, FindingKind kind) {
    return summary.findings().stream()
        .filter(group -> group.stage().equals(PipelineSpecification.SOURCE) && group.kind() == kind)
        .mapToLong(LedgerSummary.FindingGroup::count)
        .sum();
  }

  /**
   * The source topic.
   *
   * @param claimed events that ingest has acknowledged
   * @param observed events that are in the topic
   * @param lost acknowledged, but not in the topic
   * @param duplicated events that are there twice
   */
  public record SourceReport(long claimed, long observed, long lost, long duplicated) {}

  /**
   * A stage: {@code consumed = emittedFrom + discarded + deadLettered + pending}, always.
   *
   * @param topic that it writes
   * @param consumed source records that the audit has read
   * @param emitted expected emissions, of what is judged
   * @param emittedFrom source records with at least one expected emission
   * @param discarded source records from which nothing is expected
   * @param deadLettered source records with an expected dead letter
   * @param pending source records of which nothing can be said yet
   */
  public record StageReport(
      String stage,
      String topic,
      Verdict verdict,
      long consumed,
      long emitted,
      long emittedFrom,
      long discarded,
      long deadLettered,
      long pending,
      Map<FindingKind, Long> findings,
      List<PartitionReport> partitions) {
    public StageReport {
      findings = Collections.unmodifiableMap(findings);
      partitions = List.copyOf(partitions);
    }
  }

  /**
   * A partition of a stage's source.
   *
   * @param consumedThrough the offset below which the audit has read all
   * @param provenThrough the offset below which all is proven right
   */
  public record PartitionReport(int partition, long consumedThrough, long provenThrough) {}
}
