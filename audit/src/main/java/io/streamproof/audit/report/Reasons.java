package io.streamproof.audit.report;

import io.streamproof.audit.finding.FindingKind;
import io.streamproof.audit.reconciliation.BlockVerdict;
import io.streamproof.audit.reconciliation.FrontierLog.FrontierState;
import io.streamproof.audit.report.LedgerSummary.BlockGroup;
import io.streamproof.audit.report.LedgerSummary.FindingGroup;
import io.streamproof.audit.report.LedgerSummary.RecordSums;
import io.streamproof.audit.report.LedgerSummary.TopicProgress;
import java.util.ArrayList;
import java.util.List;

/** Why a verdict is UNKNOWN, in words. */
final class Reasons {
  private Reasons() {}

  static List<String> of(Verdict verdict, LedgerSummary summary, FrontierState frontier) {
    List<String> why = new ArrayList<>();
    if (verdict != Verdict.UNKNOWN) {
      return why;
    }
    for (TopicProgress position : summary.positions()) {
      if (position.trouble() != null) {
        why.add(
            "partition %s of %s is not read: %s"
                .formatted(position.partition(), position.topic(), position.trouble()));
      }
    }
    long unverifiable =
        summary.findings().stream()
            .filter(group -> group.kind() == FindingKind.UNVERIFIABLE)
            .mapToLong(FindingGroup::count)
            .sum();
    if (unverifiable > 0) {
      why.add("%s findings say what cannot be verified".formatted(unverifiable));
    }
    if (!frontier.isFresh()) {
      why.add(stale(frontier));
      unjudged(summary, BlockVerdict.OPEN, "are not settled: a stage or the audit is behind", why);
      unjudged(summary, BlockVerdict.SUSPECT, "wait for an investigation", why);
    }
    return why;
  }

  private static String stale(FrontierState frontier) {
    return frontier.asOf() == null
        ? "what was in the topics when the audit started is not all judged yet"
        : "nothing acknowledged after %s is all judged, which is more than %s s ago"
            .formatted(frontier.asOf(), frontier.freshness().toSeconds());
  }

  private static void unjudged(
      LedgerSummary summary, BlockVerdict verdict, String what, List<String> why) {
    long records =
        summary.blocks().stream()
            .filter(group -> group.verdict() == verdict)
            .map(BlockGroup::sums)
            .mapToLong(RecordSums::records)
            .sum();
    if (records > 0) {
      why.add("%s source records of stages %s".formatted(records, what));
    }
  }
}
