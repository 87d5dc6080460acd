package io.streamproof.audit.jdbc;

import io.streamproof.audit.finding.Finding;
import io.streamproof.audit.observation.Batch;
import io.streamproof.audit.observation.Ledger;
import io.streamproof.audit.observation.Position;
import io.streamproof.audit.observation.Snapshot;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The ledger in PostgreSQL. A batch is one transaction: first the positions, each guarded by where
 * it must still be, then rows of every table in the order of their keys.
 */
@Component
final class JdbcLedger implements Ledger {
  private final TransactionTemplate transaction;
  private final WritePositions positions;
  private final WriteBlocks blocks;
  private final WriteSourceBlocks sourceBlocks;
  private final WriteEvents events;
  private final EventDays days;
  private final WriteLateEmissions late;
  private final WriteSuspicions suspicions;
  private final WriteFindings findings;
  private final WriteSnapshots snapshots;

  JdbcLedger(
      JdbcClient jdbc,
      TransactionTemplate transaction,
      WriteFindings findings,
      WriteEvents events,
      EventDays days) {
    this.transaction = transaction;
    this.positions = new WritePositions(jdbc);
    this.blocks = new WriteBlocks(jdbc);
    this.sourceBlocks = new WriteSourceBlocks(jdbc);
    this.events = events;
    this.days = days;
    this.late = new WriteLateEmissions(jdbc);
    this.suspicions = new WriteSuspicions(jdbc);
    this.findings = findings;
    this.snapshots = new WriteSnapshots(jdbc);
  }

  @Override
  public Optional<Position> position(TopicPartition partition) {
    return positions.find(partition);
  }

  @Override
  public void begin(TopicPartition partition, Position position) {
    positions.insert(partition, position);
  }

  @Override
  public void skipTo(TopicPartition partition, long offset, Finding gone) {
    transaction.executeWithoutResult(
        status -> {
          positions.skipTo(partition, offset);
          findings.add(List.of(gone));
        });
  }

  @Override
  public Optional<Snapshot> snapshot(
      short stageId, int partition, long atMost, String specification) {
    return snapshots.newest(stageId, partition, atMost, specification);
  }

  @Override
  public void commit(Batch batch) {
    transaction.executeWithoutResult(
        status -> {
          for (Map.Entry<TopicPartition, Batch.Move> move : batch.moves().entrySet()) {
            positions.move(move.getKey(), move.getValue());
          }
          blocks.add(batch.blocks());
          sourceBlocks.observe(batch.sourceBlocks());
          sourceBlocks.claim(batch.claims());
          events.add(batch.events());
          late.add(batch.late());
          suspicions.add(batch.suspicions());
          findings.add(batch.findings());
          snapshots.add(batch.snapshots());
        });
    days.dropOldNowAndThen();
  }
}
