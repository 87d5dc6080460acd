package io.streamproof.audit.report;

import io.streamproof.audit.finding.FindingKind;
import io.streamproof.audit.reconciliation.FrontierLog.FrontierState;
import io.streamproof.audit.report.LedgerSummary.FindingGroup;
import io.streamproof.audit.report.LedgerSummary.TopicProgress;
import io.streamproof.pipeline.spec.PipelineSpecification;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Why a verdict is UNKNOWN, in words. */
final class Reasons {
  private static final Comparator<TopicProgress> BY_PLACE =
      Comparator.comparing(TopicProgress::topic).thenComparing(TopicProgress::partition);

  private Reasons() {}

  static List<String> of(
      Verdict verdict, PipelineSpecification pipeline, LedgerSummary summary, InstanceState state) {
    List<String> why = new ArrayList<>();
    if (verdict != Verdict.UNKNOWN) {
      return why;
    }
    state.troubles().forEach(trouble -> why.add(trouble.what()));
    why.addAll(notRead(summary));
    gaps(summary, why);
    states(pipeline, summary, why);
    long unverifiable =
        summary.findings().stream()
            .filter(group -> group.kind() == FindingKind.UNVERIFIABLE)
            .mapToLong(FindingGroup::count)
            .sum();
    if (unverifiable > 0) {
      why.add("%s findings say what cannot be verified".formatted(unverifiable));
    }
    if (!state.frontier().isFresh()) {
      why.add(stale(state.frontier()));
      why.addAll(Backlog.of(summary, state).why());
    }
    return why;
  }

  /** The partitions that are not read, for good or at present. */
  static List<String> notRead(LedgerSummary summary) {
    return summary.positions().stream()
        .filter(position -> position.trouble() != null)
        .map(
            position ->
                "partition %s of %s is not read: %s"
                    .formatted(position.partition(), position.topic(), position.trouble()))
        .toList();
  }

  private static void gaps(LedgerSummary summary, List<String> why) {
    List<TopicProgress> gaps =
        summary.positions().stream().filter(TopicProgress::hasGap).sorted(BY_PLACE).toList();
    if (!gaps.isEmpty()) {
      TopicProgress first = gaps.get(0);
      why.add(
          "records of %s partitions were gone before the audit could read them, such as those before offset %s of partition %s of %s; a new ledger begins behind them if streamproof.audit.accept-baseline names the pipeline"
              .formatted(gaps.size(), first.start(), first.partition(), first.topic()));
    }
  }

  /** Stages whose state follows from what is before the baseline. */
  private static void states(
      PipelineSpecification pipeline, LedgerSummary summary, List<String> why) {
    Set<String> begunLater =
        summary.positions().stream()
            .filter(at -> at.baseline() != null && at.baseline().readFrom() > 0)
            .map(TopicProgress::topic)
            .collect(Collectors.toSet());
    pipeline.stages().stream()
        .filter(stage -> stage.operator().mayKeepState())
        .filter(stage -> begunLater.contains(pipeline.sourceTopic(stage)))
        .forEach(
            stage ->
                why.add(
                    "stage %s keeps a state that follows from records before the baseline, so its results cannot be verified; give the pipeline a new name to have them verified from their beginning"
                        .formatted(stage.name())));
  }

  private static String stale(FrontierState frontier) {
    return frontier.asOf() == null
        ? "what was in the topics when the audit started is not all judged yet"
        : "nothing acknowledged after %s is all judged, which is more than %s s ago"
            .formatted(frontier.asOf(), frontier.freshness().toSeconds());
  }
}
