package io.streamproof.audit.report;

import io.streamproof.audit.finding.FindingKind;
import io.streamproof.audit.finding.Severity;
import io.streamproof.audit.reconciliation.FrontierLog.FrontierState;
import io.streamproof.audit.report.LedgerSummary.SpecificationSince;
import io.streamproof.pipeline.spec.PipelineSpecification;
import io.streamproof.pipeline.spec.StageSpecification;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * What the audit says of a pipeline.
 *
 * @param specification the hash of the specification that it is audited by
 * @param specifications by which it has been audited, and since when, the newest first: what was
 *     judged before, was judged by the one of its time
 * @param level how much the verdict covers; so far always {@code content}
 * @param asOf the verdict is of everything that was acknowledged before; null: nothing is judged
 *     yet
 * @param why the verdict is UNKNOWN, a sentence each
 * @param provenSince from where on the pipeline is covered; null: from its beginning
 * @param provenThrough everything acknowledged before {@code asOf} with an event time before this
 *     is proven right; null: nothing is
 * @param backlog what is not judged yet
 * @param findings how many there are, of every kind
 */
public record Report(
    String pipeline,
    String specification,
    List<SpecificationSince> specifications,
    Verdict verdict,
    String level,
    @Nullable Instant asOf,
    List<String> why,
    @Nullable ProvenSince provenSince,
    @Nullable Instant provenThrough,
    Backlog backlog,
    ReportSource source,
    List<ReportStage> stages,
    long findings) {
  /** How much of a stage's work is verified: all of what its results contain. */
  public static final String CONTENT = "content";

  public Report {
    specifications = List.copyOf(specifications);
    why = List.copyOf(why);
    stages = List.copyOf(stages);
  }

  /** Draws up the report of a pipeline from its summary. */
  public static Report of(
      PipelineSpecification pipeline, LedgerSummary summary, InstanceState newest) {
    FrontierState frontier = heldBy(summary, newest.frontier());
    InstanceState state = newest.with(frontier);
    List<StageSummary> stages = StageSummary.of(pipeline, summary, frontier);
    List<ReportStage> reports = stages.stream().map(StageSummary::report).toList();
    Verdict verdict =
        Verdict.worst(
            Stream.concat(
                Stream.of(verdict(summary, state), verdictOnRemoved(pipeline, summary)),
                reports.stream().map(ReportStage::verdict)));
    return new Report(
        pipeline.name(),
        pipeline.hash(),
        summary.specifications(),
        verdict,
        CONTENT,
        frontier.asOf(),
        Reasons.of(verdict, pipeline, summary, state),
        ProvenSince.of(pipeline, summary),
        Proof.through(summary, stages, frontier),
        Backlog.of(summary, state),
        source(summary),
        reports,
        summary.findings().stream().mapToLong(LedgerSummary.FindingGroup::count).sum());
  }

  /** A ledger that was restored from a backup may not hold what was judged in another. */
  private static FrontierState heldBy(LedgerSummary summary, FrontierState frontier) {
    Map<TopicPartition, Long> read = new HashMap<>();
    summary
        .positions()
        .forEach(at -> read.put(new TopicPartition(at.topic(), at.partition()), at.next()));
    boolean isHeld =
        frontier.ends().entrySet().stream()
            .allMatch(end -> read.getOrDefault(end.getKey(), 0L) >= end.getValue());
    return isHeld ? frontier : frontier.notHeld();
  }

  private static ReportSource source(LedgerSummary summary) {
    return new ReportSource(
        summary.source().claimed(),
        summary.source().observed(),
        count(summary, FindingKind.LOST_AT_SOURCE),
        count(summary, FindingKind.DUPLICATED_AT_SOURCE));
  }

  /** The verdict on the way from clients into the source topic. */
  private static Verdict verdict(LedgerSummary summary, InstanceState state) {
    if (summary.source().violated() > 0 || isFound(summary, Severity.VIOLATION)) {
      return Verdict.VIOLATED;
    }
    return !state.frontier().isFresh()
            || state.isDoubtful()
            || summary.positions().stream().anyMatch(position -> position.trouble() != null)
            || isFound(summary, Severity.UNVERIFIABLE)
        ? Verdict.UNKNOWN
        : Verdict.PROVEN;
  }

  /** What was found at stages that the specification has no longer stays found. */
  private static Verdict verdictOnRemoved(PipelineSpecification pipeline, LedgerSummary summary) {
    Set<String> present =
        Stream.concat(
                Stream.of(PipelineSpecification.SOURCE),
                pipeline.stages().stream().map(StageSpecification::name))
            .collect(Collectors.toSet());
    return Verdict.worst(
        summary.findings().stream()
            .filter(group -> group.count() > 0 && !present.contains(group.stage()))
            .map(group -> group.kind().severity())
            .map(
                severity ->
                    switch (severity) {
                      case VIOLATION -> Verdict.VIOLATED;
                      case UNVERIFIABLE -> Verdict.UNKNOWN;
                      case WARNING -> Verdict.PROVEN;
                    }));
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
