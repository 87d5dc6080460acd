package io.streamproof.simulation.ledger;

import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.catalogue.AuditedStage;
import io.streamproof.audit.observation.SourceBlockKey;
import io.streamproof.audit.reconciliation.BlockVerdict;
import io.streamproof.audit.reconciliation.Judgement;
import io.streamproof.audit.reconciliation.Segment;
import io.streamproof.audit.reconciliation.SourceBlock;
import io.streamproof.audit.report.LedgerSummary.RecordSums;
import io.streamproof.pipeline.tally.Block;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Settled offsets, cuts and judgements in memory. */
final class MemoryJudgement implements Judgement {
  private final Supplier<LedgerTables> ledger;
  private final LongSupplier micros;
  private final Runnable betweenTransactions;

  MemoryJudgement(
      Supplier<LedgerTables> ledger, LongSupplier micros, Runnable betweenTransactions) {
    this.ledger = ledger;
    this.micros = micros;
    this.betweenTransactions = betweenTransactions;
  }

  @Override
  public Map<TopicPartition, ReadProgress> progress(AuditedPipeline pipeline) {
    Map<TopicPartition, ReadProgress> progress = new LinkedHashMap<>();
    ledger.get().positions.forEach((partition, row) -> progress.put(partition, progress(row)));
    return progress;
  }

  private static ReadProgress progress(PositionRow row) {
    Long last = row.position().lastTimeMillis();
    return new ReadProgress(
        row.position().next(),
        row.position().lastRecord(),
        row.position().log().topicId(),
        row.trouble(),
        last == null ? null : Instant.ofEpochMilli(last),
        row.position().log().mark());
  }

  @Override
  public Map<Integer, Long> settled(AuditedStage stage) {
    Map<Integer, Long> settled = new LinkedHashMap<>();
    ledger
        .get()
        .hops
        .forEach(
            (hop, through) -> {
              if (hop.stageId() == stage.id()) {
                settled.put(hop.partition(), through);
              }
            });
    return settled;
  }

  @Override
  public JudgedOffsets judged(AuditedPipeline pipeline) {
    Map<HopKey, Long> settled = new LinkedHashMap<>(ledger.get().hops);
    betweenTransactions.run();
    Map<HopKey, Long> firstUnjudged = new LinkedHashMap<>();
    ledger
        .get()
        .blocks
        .forEach(
            (key, row) -> {
              if (!row.verdict().isJudged()) {
                firstUnjudged.merge(key.hop(), key.from(), Math::min);
              }
            });
    return new JudgedOffsets(settled, firstUnjudged);
  }

  @Override
  public void settle(AuditedStage stage, Map<Integer, Long> settled) {
    settled.forEach(
        (partition, through) ->
            ledger.get().hops.merge(new HopKey(stage.id(), partition), through, Math::max));
  }

  @Override
  public Map<TopicPartition, Long> cut(AuditedPipeline pipeline, Map<TopicPartition, Long> ends) {
    LedgerTables tables = ledger.get();
    Map<TopicPartition, Long> cut = new LinkedHashMap<>();
    ends.forEach(
        (source, end) -> {
          List<HopKey> hops = readers(pipeline, source);
          hops.forEach(hop -> forget(tables, hop));
          long offset = Segment.cut(end, segments(tables, hops, end));
          hops.forEach(hop -> cut(tables, hop, offset));
          cut.put(source, offset);
        });
    return cut;
  }

  private static List<HopKey> readers(AuditedPipeline pipeline, TopicPartition source) {
    return pipeline.stages().stream()
        .filter(stage -> stage.sourceTopic().equals(source.topic()))
        .map(stage -> new HopKey(stage.id(), source.partition()))
        .toList();
  }

  private static List<Segment> segments(LedgerTables tables, List<HopKey> hops, long offset) {
    return tables.blocks.entrySet().stream()
        .filter(each -> hops.stream().anyMatch(hop -> each.getKey().isInBlock(hop, offset)))
        .map(each -> each.getValue().segment())
        .toList();
  }

  /** Forgets the cuts in blocks that are settled and wholly compacted. */
  private static void forget(LedgerTables tables, HopKey hop) {
    long settled = tables.hops.getOrDefault(hop, -1L);
    tables
        .cuts
        .getOrDefault(hop, new TreeSet<>())
        .removeIf(
            cut ->
                (Block.number(cut) + 1) * Block.SIZE <= settled
                    && tables.blocks.keySet().stream().noneMatch(key -> key.isInBlock(hop, cut)));
  }

  private static void cut(LedgerTables tables, HopKey hop, long offset) {
    if (offset % Block.SIZE == 0) {
      return;
    }
    tables.blocks.replaceAll(
        (key, row) ->
            key.hop().equals(hop) && key.from() < offset && row.segment().to() > offset
                ? row.endingAt(offset)
                : row);
    tables.cuts.computeIfAbsent(hop, key -> new TreeSet<>()).add(offset);
  }

  @Override
  public int judge(AuditedPipeline pipeline) {
    LedgerTables tables = ledger.get();
    List<RowKey> compacted = new ArrayList<>();
    tables.blocks.replaceAll(
        (key, row) -> {
          long settled = tables.hops.getOrDefault(key.hop(), -1L);
          return key.from() < settled ? carryOut(key, row, settled, compacted) : row;
        });
    compacted.forEach(key -> compact(tables, key));
    return compacted.size();
  }

  private static BlockRow carryOut(RowKey key, BlockRow row, long settled, List<RowKey> compacted) {
    return switch (row.segment().decide(settled)) {
      case KEEP -> row;
      case PROVE -> row.judged(BlockVerdict.PROVEN);
      case SUSPECT -> row.judged(BlockVerdict.SUSPECT);
      case COMPACT -> {
        compacted.add(key);
        yield row;
      }
    };
  }

  private static void compact(LedgerTables tables, RowKey key) {
    @Nullable BlockRow row = tables.blocks.remove(key);
    if (row != null) {
      tables.compacted.merge(key.stageId(), row.sums(), MemoryJudgement::plus);
    }
  }

  static RecordSums plus(RecordSums left, RecordSums right) {
    return new RecordSums(
        left.records() + right.records(),
        left.emittedFrom() + right.emittedFrom(),
        left.deadLettered() + right.deadLettered(),
        left.expected() + right.expected());
  }

  @Override
  public List<Ahead> ahead(AuditedPipeline pipeline) {
    LedgerTables tables = ledger.get();
    List<Ahead> ahead = new ArrayList<>();
    for (AuditedStage stage : pipeline.stages()) {
      tables.blocks.forEach(
          (key, row) -> {
            @Nullable PositionRow source =
                tables.positions.get(new TopicPartition(stage.sourceTopic(), key.partition()));
            long last = row.segment().observedLast();
            if (key.stageId() == stage.id()
                && row.verdict() == BlockVerdict.OPEN
                && source != null
                && source.haltedWhy() == null
                && last >= source.position().next()) {
              ahead.add(
                  new Ahead(
                      key.stageId(),
                      key.partition(),
                      key.from(),
                      last,
                      tables.hops.getOrDefault(key.hop(), -1L)));
            }
          });
    }
    return ahead;
  }

  @Override
  public void suspect(Ahead segment) {
    ledger
        .get()
        .blocks
        .computeIfPresent(
            new RowKey(segment.stageId(), segment.partition(), segment.from()),
            (key, row) ->
                row.verdict() == BlockVerdict.OPEN ? row.judged(BlockVerdict.SUSPECT) : row);
  }

  @Override
  public void judgeSource(AuditedPipeline pipeline) {
    LedgerTables tables = ledger.get();
    List<SourceBlockKey> complete =
        tables.sourceBlocks.keySet().stream()
            .filter(key -> !isHalted(tables, pipeline, key.partition()))
            .filter(key -> block(tables, key).isComplete(next(tables, pipeline, key.partition())))
            .toList();
    for (SourceBlockKey key : complete) {
      @Nullable SourceBlockRow row = tables.sourceBlocks.remove(key);
      if (row != null) {
        tables.compactedClaims += row.claimed().cardinality();
        tables.compactedEvents += row.observed().cardinality();
      }
    }
    for (int partition = 0; partition < pipeline.specification().partitions(); partition++) {
      remember(tables, pipeline, partition);
    }
  }

  private SourceBlock block(LedgerTables tables, SourceBlockKey key) {
    return tables.block(key, micros.getAsLong());
  }

  private static boolean isHalted(LedgerTables tables, AuditedPipeline pipeline, int partition) {
    @Nullable PositionRow row = source(tables, pipeline, partition);
    return row != null && row.halt() != null;
  }

  private static @Nullable PositionRow source(
      LedgerTables tables, AuditedPipeline pipeline, int partition) {
    return tables.positions.get(
        new TopicPartition(pipeline.specification().sourceTopic(), partition));
  }

  private static long next(LedgerTables tables, AuditedPipeline pipeline, int partition) {
    @Nullable PositionRow row = source(tables, pipeline, partition);
    return row == null ? 0 : row.position().next();
  }

  private static void remember(LedgerTables tables, AuditedPipeline pipeline, int partition) {
    long known = tables.compactedBelow.getOrDefault(partition, 0L);
    long read = Block.number(next(tables, pipeline, partition));
    long first =
        tables.sourceBlocks.keySet().stream()
            .filter(key -> key.partition() == partition && key.number() >= known)
            .mapToLong(SourceBlockKey::number)
            .min()
            .orElse(read);
    tables.compactedBelow.put(partition, Math.max(known, Math.min(read, first)));
  }

  @Override
  public List<SourceBlock> openSourceBlocks(AuditedPipeline pipeline, int most) {
    LedgerTables tables = ledger.get();
    return tables.sourceBlocks.keySet().stream()
        .map(key -> block(tables, key))
        .filter(block -> block.verdict() == BlockVerdict.OPEN && !block.agrees())
        .sorted(
            Comparator.comparingLong(SourceBlock::number).thenComparingInt(SourceBlock::partition))
        .limit(most)
        .toList();
  }
}
