package io.streamproof.audit.report;

import io.streamproof.audit.finding.FindingKind;
import io.streamproof.audit.finding.Severity;
import io.streamproof.pipeline.spec.PipelineSpecification;
import java.time.Instant;
import java.util.List;
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
    ReportSource source,
    List<ReportStage> stages,
    long findings) {
  public Report {
    stages = List.copyOf(stages);
  }

  /** Draws up the report of a pipeline from its summary. */
  public static Report of(PipelineSpecification pipeline, LedgerSummary summary) {
    List<StageSummary> stages = StageSummary.of(pipeline, summary);
    List<ReportStage> reports = stages.stream().map(StageSummary::report).toList();
    return new Report(
        pipeline.name(),
        pipeline.hash(),
        Verdict.worst(
            Stream.concat(Stream.of(verdict(summary)), reports.stream().map(ReportStage::verdict))),
        Proof.through(pipeline, summary, stages),
        source(summary),
        reports,
        summary.findings().stream().mapToLong(LedgerSummary.FindingGroup::count).sum());
  }

  private static ReportSource source(LedgerSummary summary) {
    return new ReportSource(
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
}
