package io.streamproof.audit.report;

import io.streamproof.audit.reconciliation.BlockVerdict;
import io.streamproof.audit.report.LedgerSummary.BlockGroup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is in the topics and not judged yet; under load there is always some.
 *
 * @param unread records that the audit has not read, markers included; null: not known
 * @param unsettled source records of stages of which nothing can be said yet
 * @param unjudged source records of stages that wait for an investigation
 * @param oldestSeconds the age of the oldest of what is not judged, or more; null: not known
 * @param why a sentence for each count that is not 0
 */
public record Backlog(
    @Nullable Long unread,
    long unsettled,
    long unjudged,
    @Nullable Long oldestSeconds,
    List<String> why) {
  public Backlog {
    why = List.copyOf(why);
  }

  static Backlog of(LedgerSummary summary, InstanceState state) {
    Long unread = state.unread().isPresent() ? state.unread().getAsLong() : null;
    long unsettled = records(summary, BlockVerdict.OPEN);
    long unjudged = records(summary, BlockVerdict.SUSPECT);
    List<String> why = new ArrayList<>();
    if (unread != null && unread > 0) {
      why.add("the audit has not read %s records yet".formatted(unread));
    }
    if (unsettled > 0) {
      why.add(
          "%s source records of stages are not settled: a stage or the audit is behind"
              .formatted(unsettled));
    }
    if (unjudged > 0) {
      why.add("%s source records of stages wait for an investigation".formatted(unjudged));
    }
    return new Backlog(
        unread, unsettled, unjudged, state.openFor().map(Duration::toSeconds).orElse(null), why);
  }

  private static long records(LedgerSummary summary, BlockVerdict verdict) {
    return summary.blocks().stream()
        .filter(group -> group.verdict() == verdict)
        .map(BlockGroup::sums)
        .mapToLong(LedgerSummary.RecordSums::records)
        .sum();
  }
}
