package io.streamproof.audit.observation;

import io.streamproof.audit.finding.Finding;
import io.streamproof.audit.observation.ObservedBatch.Move;
import io.streamproof.audit.replay.MemorySnapshotStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/** Positions in memory, and the batches that have moved them. */
final class MemoryLedger implements Ledger {
  final Map<TopicPartition, ReadPosition> positions = new HashMap<>();
  final List<ObservedBatch> batches = new ArrayList<>();
  final List<Finding> findings = new ArrayList<>();
  final MemorySnapshotStore snapshots = new MemorySnapshotStore();

  @Override
  public Optional<ReadPosition> position(TopicPartition partition) {
    return Optional.ofNullable(positions.get(partition));
  }

  @Override
  public void begin(TopicPartition partition, ReadPosition position) {
    positions.putIfAbsent(partition, position);
  }

  @Override
  public void skipTo(TopicPartition partition, long offset, Finding gone) {
    positions.computeIfPresent(
        partition,
        (p, old) ->
            new ReadPosition(
                offset,
                Math.max(old.next(), offset),
                old.lastRecord(),
                old.lastTimeMillis(),
                old.lastOrigins()));
    findings.add(gone);
  }

  @Override
  public void commit(ObservedBatch batch) {
    for (Map.Entry<TopicPartition, Move> move : batch.moves().entrySet()) {
      ReadPosition position = positions.get(move.getKey());
      if (position == null || position.next() != move.getValue().from()) {
        throw new FencedException(move.getKey(), move.getValue().from());
      }
    }
    batch.moves().forEach((partition, move) -> positions.put(partition, move.to()));
    batches.add(batch);
    findings.addAll(batch.findings());
    snapshots.add(batch.snapshots());
  }
}
