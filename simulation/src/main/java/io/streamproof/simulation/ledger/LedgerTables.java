package io.streamproof.simulation.ledger;

import io.streamproof.audit.finding.Finding;
import io.streamproof.audit.finding.FindingKind;
import io.streamproof.audit.observation.BlockCuts;
import io.streamproof.audit.observation.ObservedBatch.ReorderCandidate;
import io.streamproof.audit.observation.SourceBlockKey;
import io.streamproof.audit.reconciliation.Judgement.HopKey;
import io.streamproof.audit.reconciliation.SourceBlock;
import io.streamproof.audit.replay.SnapshotStore.StateSnapshot;
import io.streamproof.audit.report.LedgerSummary.RecordSums;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.TopicPartition;

/** The rows of a ledger. Rows are values, so that a copy of the tables is a backup. */
final class LedgerTables {
  final Map<TopicPartition, PositionRow> positions = new LinkedHashMap<>();
  final NavigableMap<RowKey, BlockRow> blocks = new TreeMap<>();
  final Map<HopKey, Set<Long>> cuts = new LinkedHashMap<>();
  final Map<HopKey, Long> hops = new LinkedHashMap<>();
  final Map<Short, RecordSums> compacted = new TreeMap<>();
  final NavigableMap<SourceBlockKey, SourceBlockRow> sourceBlocks = new TreeMap<>();
  final Map<Integer, Long> compactedBelow = new TreeMap<>();
  final Map<FindingKey, FindingRow> findings = new LinkedHashMap<>();
  final Set<ReorderCandidate> candidates = new LinkedHashSet<>();
  final NavigableMap<SnapshotKey, StateSnapshot> snapshots = new TreeMap<>();
  long compactedClaims;
  long compactedEvents;

  /** By what a finding is known; a state that went wrong begins as one that is corrupted. */
  record FindingKey(String stage, String identity, FindingKind kind) {
    static FindingKey of(Finding finding) {
      return new FindingKey(
          finding.subject().stage(),
          finding.identity().value(),
          finding.kind() == FindingKind.DIVERGED ? FindingKind.CORRUPTED : finding.kind());
    }
  }

  record SnapshotKey(short stageId, int partition, long nextOffset)
      implements Comparable<SnapshotKey> {
    @Override
    public int compareTo(SnapshotKey other) {
      int byStage = Short.compare(stageId, other.stageId);
      int byPartition = byStage != 0 ? byStage : Integer.compare(partition, other.partition);
      return byPartition != 0 ? byPartition : Long.compare(nextOffset, other.nextOffset);
    }
  }

  LedgerTables copy() {
    LedgerTables copy = new LedgerTables();
    copy.positions.putAll(positions);
    copy.blocks.putAll(blocks);
    cuts.forEach((hop, offsets) -> copy.cuts.put(hop, new TreeSet<>(offsets)));
    copy.hops.putAll(hops);
    copy.compacted.putAll(compacted);
    copy.sourceBlocks.putAll(sourceBlocks);
    copy.compactedBelow.putAll(compactedBelow);
    copy.findings.putAll(findings);
    copy.candidates.addAll(candidates);
    copy.snapshots.putAll(snapshots);
    copy.compactedClaims = compactedClaims;
    copy.compactedEvents = compactedEvents;
    return copy;
  }

  SourceBlock block(SourceBlockKey key, long nowMicros) {
    return Objects.requireNonNull(sourceBlocks.get(key))
        .block(key, nowMicros, key.number() < compactedBelow.getOrDefault(key.partition(), 0L));
  }

  BlockCuts blockCuts() {
    BlockCuts all = new BlockCuts();
    cuts.forEach((hop, offsets) -> offsets.forEach(offset -> all.add(hop, offset)));
    return all;
  }

  /** Adds findings; one that is there already is left as it is. */
  void find(List<Finding> found) {
    for (Finding finding : found) {
      findings.putIfAbsent(FindingKey.of(finding), FindingRow.of(findings.size() + 1L, finding));
    }
  }

  /** Adds the findings of a block; one that is there already may affect more than it did. */
  void findOfBlock(List<Finding> found) {
    find(found);
    for (Finding finding : found) {
      findings.computeIfPresent(
          FindingKey.of(finding),
          (key, row) ->
              row.mayBecome(finding.kind()) && row.affected() < finding.extent().affected()
                  ? row.grown(finding)
                  : row);
    }
  }
}
