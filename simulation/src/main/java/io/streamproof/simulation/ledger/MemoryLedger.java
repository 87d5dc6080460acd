package io.streamproof.simulation.ledger;

import io.streamproof.audit.baseline.Baseline;
import io.streamproof.audit.baseline.PipelineBaseline;
import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.finding.Finding;
import io.streamproof.audit.observation.Ledger;
import io.streamproof.audit.observation.ObservedBatch;
import io.streamproof.audit.observation.ReadPosition;
import io.streamproof.audit.observation.SourceBlockKey;
import io.streamproof.audit.observation.SourceDelta;
import io.streamproof.audit.replay.SnapshotStore.StateSnapshot;
import io.streamproof.pipeline.tally.Block;
import io.streamproof.pipeline.tally.Claim;
import io.streamproof.pipeline.tally.Tally;
import io.streamproof.simulation.ledger.LedgerTables.SnapshotKey;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The ledger of one pipeline in memory. What is one transaction in SQL is one call here; where SQL
 * takes several, others may act in between.
 */
public final class MemoryLedger implements SimulatedLedger, Ledger {
  private static final int KEPT_SNAPSHOTS = 4;

  private final LongSupplier micros;
  private final Runnable betweenTransactions;
  private LedgerTables tables = new LedgerTables();

  /**
   * Makes an empty ledger.
   *
   * @param micros the time, in microseconds
   * @param betweenTransactions called within calls that are several transactions
   */
  public MemoryLedger(LongSupplier micros, Runnable betweenTransactions) {
    this.micros = micros;
    this.betweenTransactions = betweenTransactions;
  }

  @Override
  public LedgerPorts ports() {
    return new LedgerPorts(
        this,
        new MemoryJudgement(this::tables, micros, betweenTransactions),
        new MemoryInvestigations(this::tables, micros),
        new MemoryReports(this::tables),
        this::newest);
  }

  @Override
  public List<FoundAnomaly> findings() {
    return tables.findings.values().stream()
        .map(row -> new FoundAnomaly(row.finding(), row.kind()))
        .toList();
  }

  @Override
  public Runnable backUp() {
    LedgerTables backup = tables.copy();
    return () -> tables = backup.copy();
  }

  private LedgerTables tables() {
    return tables;
  }

  @Override
  public Optional<ReadPosition> position(TopicPartition partition) {
    return Optional.ofNullable(tables.positions.get(partition)).map(PositionRow::position);
  }

  @Override
  public void begin(TopicPartition partition, ReadPosition position) {
    tables.positions.merge(
        partition, PositionRow.of(position), (row, begun) -> row.known(position.log()));
  }

  @Override
  public boolean accept(
      AuditedPipeline pipeline, PipelineBaseline baseline, List<Finding> findings) {
    if (!tables.positions.isEmpty()) {
      return false;
    }
    baseline
        .partitions()
        .forEach((partition, each) -> tables.positions.put(partition, PositionRow.of(each)));
    tables.find(findings);
    return true;
  }

  @Override
  public PipelineBaseline baseline(AuditedPipeline pipeline) {
    Map<TopicPartition, Baseline> baselines = new LinkedHashMap<>();
    tables.positions.forEach(
        (partition, row) -> {
          Baseline own = row.baseline();
          if (own != null) {
            baselines.put(partition, own);
          }
        });
    return new PipelineBaseline(baselines);
  }

  @Override
  public void skipTo(TopicPartition partition, long offset, Finding gone) {
    tables.positions.computeIfPresent(partition, (key, row) -> row.from(offset));
    tables.find(List.of(gone));
  }

  @Override
  public void halt(
      TopicPartition partition, @Nullable Long from, String why, List<Finding> findings) {
    tables.positions.computeIfPresent(partition, (key, row) -> row.halted(from, why));
    tables.find(findings);
  }

  @Override
  public void quarantine(TopicPartition partition, String why) {
    tables.positions.computeIfPresent(partition, (key, row) -> row.quarantined(why));
  }

  @Override
  public void release(Set<TopicPartition> partitions) {
    partitions.forEach(
        partition -> tables.positions.computeIfPresent(partition, (key, row) -> row.released()));
  }

  @Override
  public List<Long> acknowledged(short pipelineId, int partition, long from, long to, int most) {
    List<Long> acknowledged = new ArrayList<>();
    for (long offset = from; offset < to && acknowledged.size() < most; offset++) {
      long number = Block.number(offset);
      @Nullable SourceBlockRow row =
          tables.sourceBlocks.get(new SourceBlockKey(pipelineId, partition, number));
      boolean isClaimed =
          row == null
              ? number < tables.compactedBelow.getOrDefault(partition, 0L)
              : row.claimed().get((int) (offset % Block.SIZE));
      if (isClaimed) {
        acknowledged.add(offset);
      }
    }
    return acknowledged;
  }

  @Override
  public Set<TopicPartition> moved(Map<TopicPartition, Long> positions) {
    Set<TopicPartition> moved = new LinkedHashSet<>();
    positions.forEach(
        (partition, offset) -> {
          @Nullable PositionRow row = tables.positions.get(partition);
          if (row == null || row.haltedWhy() != null || row.position().next() != offset) {
            moved.add(partition);
          }
        });
    return moved;
  }

  @Override
  public void commit(ObservedBatch batch) {
    batch.moves().forEach(this::guard);
    batch
        .moves()
        .forEach(
            (partition, move) ->
                tables.positions.computeIfPresent(partition, (key, row) -> row.at(move.to())));
    batch
        .segments(tables.blockCuts())
        .forEach(
            (key, delta) ->
                tables.blocks.compute(
                    RowKey.of(key),
                    (own, row) -> (row == null ? BlockRow.of(key) : row).plus(delta)));
    batch.sourceBlocks().forEach(this::observe);
    batch.claims().forEach((key, claims) -> claims.forEach(claim -> claim(key, claim)));
    tables.candidates.addAll(batch.candidates());
    tables.find(batch.findings());
    batch.snapshots().forEach(this::add);
  }

  private void guard(TopicPartition partition, ObservedBatch.Move move) {
    @Nullable PositionRow row = tables.positions.get(partition);
    if (row == null || row.haltedWhy() != null || row.position().next() != move.from()) {
      throw new FencedException(partition, move.from());
    }
  }

  private void observe(SourceBlockKey key, SourceDelta delta) {
    long now = micros.getAsLong();
    @Nullable SourceBlockRow row = tables.sourceBlocks.get(key);
    tables.sourceBlocks.put(
        key,
        (row == null ? SourceBlockRow.since(now) : row)
            .observing(
                bits(delta.bits()),
                new Tally(delta.tally().count(), delta.tally().high(), delta.tally().low()),
                delta.firstTime(),
                now));
  }

  private void claim(SourceBlockKey key, Claim claim) {
    @Nullable SourceBlockRow row = tables.sourceBlocks.get(key);
    tables.sourceBlocks.put(
        key,
        (row == null ? SourceBlockRow.since(micros.getAsLong()) : row)
            .claiming(bits(claim.bits()), claim.tally(), micros.getAsLong()));
  }

  private static BitSet bits(String text) {
    BitSet bits = new BitSet(text.length());
    for (int i = 0; i < text.length(); i++) {
      bits.set(i, text.charAt(i) == '1');
    }
    return bits;
  }

  private void add(StateSnapshot snapshot) {
    short stage = snapshot.stageId();
    int partition = snapshot.partition();
    tables.snapshots.put(new SnapshotKey(stage, partition, snapshot.nextOffset()), snapshot);
    List<SnapshotKey> own =
        tables.snapshots.keySet().stream()
            .filter(key -> key.stageId() == stage && key.partition() == partition)
            .toList();
    own.subList(0, Math.max(0, own.size() - KEPT_SNAPSHOTS)).forEach(tables.snapshots::remove);
  }

  private Optional<StateSnapshot> newest(
      short stageId, int partition, long atMost, String specification) {
    return tables
        .snapshots
        .subMap(
            new SnapshotKey(stageId, partition, 0),
            true,
            new SnapshotKey(stageId, partition, atMost),
            true)
        .descendingMap()
        .values()
        .stream()
        .filter(snapshot -> snapshot.specification().equals(specification))
        .findFirst();
  }
}
