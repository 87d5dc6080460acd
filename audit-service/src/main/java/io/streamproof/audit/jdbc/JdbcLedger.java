package io.streamproof.audit.jdbc;

import io.streamproof.audit.baseline.PipelineBaseline;
import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.finding.Finding;
import io.streamproof.audit.observation.Ledger;
import io.streamproof.audit.observation.ObservedBatch;
import io.streamproof.audit.observation.ReadPosition;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The ledger in PostgreSQL. A batch is one transaction: first the positions, each guarded by where
 * it must still be, then rows of every table in the order of their keys.
 */
@Component
final class JdbcLedger implements Ledger {
  private final TransactionTemplate transaction;
  private final PositionTable positions;
  private final BlockTable blocks;
  private final CutTable cuts;
  private final SourceBlockTable sourceBlocks;
  private final LateEmissionTable late;
  private final JdbcEventIndex events;
  private final EventDays days;
  private final JdbcFindingRepository findings;
  private final JdbcSnapshotStore snapshots;

  JdbcLedger(
      JdbcTemplate template,
      TransactionTemplate transaction,
      JdbcEventIndex events,
      EventDays days,
      JdbcFindingRepository findings,
      JdbcSnapshotStore snapshots) {
    JdbcClient jdbc = JdbcClient.create(template);
    this.transaction = transaction;
    this.positions = new PositionTable(jdbc);
    this.blocks = new BlockTable(jdbc);
    this.cuts = new CutTable(jdbc);
    this.sourceBlocks = new SourceBlockTable(jdbc);
    this.late = new LateEmissionTable(jdbc, findings);
    this.events = events;
    this.days = days;
    this.findings = findings;
    this.snapshots = snapshots;
  }

  @Override
  public Optional<ReadPosition> position(TopicPartition partition) {
    return positions.find(partition);
  }

  @Override
  public void begin(TopicPartition partition, ReadPosition position) {
    positions.insert(partition, position);
  }

  @Override
  public boolean accept(
      AuditedPipeline pipeline, PipelineBaseline baseline, List<Finding> unverifiable) {
    return Boolean.TRUE.equals(
        transaction.execute(
            status -> {
              boolean isAccepted = positions.accept(pipeline, baseline);
              if (isAccepted) {
                findings.add(unverifiable);
              }
              return isAccepted;
            }));
  }

  @Override
  public PipelineBaseline baseline(AuditedPipeline pipeline) {
    return positions.baseline(pipeline);
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
  public void halt(TopicPartition partition, @Nullable Long from, String why, List<Finding> gone) {
    transaction.executeWithoutResult(
        status -> {
          positions.halt(partition, from, why);
          findings.add(gone);
        });
  }

  @Override
  public void quarantine(TopicPartition partition, String why) {
    positions.quarantine(partition, why);
  }

  @Override
  public void release(Set<TopicPartition> partitions) {
    positions.release(partitions);
  }

  @Override
  public List<Long> acknowledged(short pipelineId, int partition, long from, long to, int most) {
    return sourceBlocks.acknowledged(pipelineId, partition, from, to, most);
  }

  @Override
  public Set<TopicPartition> moved(Map<TopicPartition, Long> expected) {
    return positions.moved(expected);
  }

  @Override
  public void commit(ObservedBatch batch) {
    try {
      write(batch);
    } catch (TransientDataAccessException
        | DataAccessResourceFailureException
        | TransactionException e) {
      throw new AwayException(e);
    }
    days.dropOldNowAndThen();
  }

  private void write(ObservedBatch batch) {
    transaction.executeWithoutResult(
        status -> {
          batch.moves().forEach(positions::move);
          blocks.add(batch.segments(cuts.shared(batch.hops())));
          sourceBlocks.lock(batch.sourceBlocks().keySet(), batch.claims().keySet());
          sourceBlocks.observe(batch.sourceBlocks());
          sourceBlocks.claim(batch.claims());
          events.add(batch.events());
          late.add(batch.late());
          blocks.addCandidates(batch.candidates());
          findings.add(batch.findings());
          snapshots.add(batch.snapshots());
        });
  }
}
