package io.streamproof.audit.monitor;

import io.streamproof.audit.finding.FindingKind;
import io.streamproof.audit.report.Verdict;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The state of a pipeline, as seen at one time.
 *
 * @param nanos when the poll began
 * @param findings how many there are, where there are any
 * @param unread per topic, the records that the audit has not read
 * @param behind per stage, the records of its source that it has not committed
 * @param stalled the stages that make no progress
 * @param halted partitions that are read no more, for good
 * @param quarantined partitions that are not read at present
 * @param unclaimed source records whose claims are overdue
 * @param waitingSinceNanos since when something waits for its proof; empty: nothing does
 */
public record PipelineSnapshot(
    long nanos,
    Verdict verdict,
    Map<Found, Long> findings,
    Map<String, Long> unread,
    Map<String, Long> behind,
    Set<String> stalled,
    long halted,
    long quarantined,
    long unclaimed,
    OptionalLong waitingSinceNanos) {
  public PipelineSnapshot {
    findings = Map.copyOf(findings);
    unread = Map.copyOf(unread);
    behind = Map.copyOf(behind);
    stalled = Set.copyOf(stalled);
  }

  /** Findings of one kind at one stage. */
  public record Found(String stage, FindingKind kind) {}
}
