package io.streamproof.audit.report;

import io.streamproof.audit.finding.FindingKind;
import java.util.Collections;
import java.util.List;
import java.util.Map;

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
public record ReportStage(
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
    List<ReportPartition> partitions) {
  public ReportStage {
    findings = Collections.unmodifiableMap(findings);
    partitions = List.copyOf(partitions);
  }
}
