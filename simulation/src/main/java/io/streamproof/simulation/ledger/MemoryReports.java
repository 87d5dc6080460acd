package io.streamproof.simulation.ledger;

import io.streamproof.audit.finding.EmissionKey;
import io.streamproof.audit.finding.FindingKind;
import io.streamproof.audit.observation.SourceBlockKey;
import io.streamproof.audit.reconciliation.BlockVerdict;
import io.streamproof.audit.reconciliation.Judgement.HopKey;
import io.streamproof.audit.reconciliation.SourceBlock;
import io.streamproof.audit.report.LedgerSummary;
import io.streamproof.audit.report.LedgerSummary.BlockGroup;
import io.streamproof.audit.report.LedgerSummary.CompactedSums;
import io.streamproof.audit.report.LedgerSummary.FindingGroup;
import io.streamproof.audit.report.LedgerSummary.HopProgress;
import io.streamproof.audit.report.LedgerSummary.SourceSummary;
import io.streamproof.audit.report.LedgerSummary.TopicProgress;
import io.streamproof.audit.report.ReportRepository;
import io.streamproof.audit.report.TimeRange;
import io.streamproof.pipeline.spec.PipelineSpecification;
import io.streamproof.pipeline.tally.Block;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Summaries of a ledger in memory, of all time; the stages have the ids 1, 2 and so on. */
final class MemoryReports implements ReportRepository {
  private final Supplier<LedgerTables> ledger;

  MemoryReports(Supplier<LedgerTables> ledger) {
    this.ledger = ledger;
  }

  @Override
  public LedgerSummary summary(PipelineSpecification pipeline, TimeRange range) {
    if (!range.equals(TimeRange.ALL)) {
      throw new UnsupportedOperationException("simulated reports are of all time");
    }
    return summary(pipeline, true);
  }

  @Override
  public LedgerSummary openSummary(PipelineSpecification pipeline) {
    return summary(pipeline, false);
  }

  private LedgerSummary summary(PipelineSpecification pipeline, boolean isWhole) {
    LedgerTables tables = ledger.get();
    List<HopProgress> hops = new ArrayList<>();
    tables.hops.forEach(
        (HopKey hop, Long through) ->
            hops.add(new HopProgress(stage(pipeline, hop.stageId()), hop.partition(), through)));
    List<TopicProgress> positions = new ArrayList<>();
    tables.positions.forEach((partition, row) -> positions.add(progress(partition, row)));
    List<CompactedSums> compacted = new ArrayList<>();
    if (isWhole) {
      tables.compacted.forEach(
          (id, sums) -> compacted.add(new CompactedSums(stage(pipeline, id), sums)));
    }
    return new LedgerSummary(
        List.of(),
        hops,
        positions,
        compacted,
        blocks(tables, pipeline),
        source(tables, isWhole),
        findings(tables, pipeline));
  }

  private static String stage(PipelineSpecification pipeline, int id) {
    return pipeline.stages().get(id - 1).name();
  }

  private static TopicProgress progress(TopicPartition partition, PositionRow row) {
    Long last = row.position().lastTimeMillis();
    return new TopicProgress(
        partition.topic(),
        partition.partition(),
        row.position().start(),
        row.position().next(),
        last == null ? null : Instant.ofEpochMilli(last),
        row.trouble(),
        row.haltedWhy() != null,
        row.baseline());
  }

  private static List<BlockGroup> blocks(LedgerTables tables, PipelineSpecification pipeline) {
    record Group(short stageId, int partition, BlockVerdict verdict) {}
    Map<Group, BlockGroup> groups = new LinkedHashMap<>();
    tables.blocks.forEach(
        (RowKey key, BlockRow row) ->
            groups.merge(
                new Group(key.stageId(), key.partition(), row.verdict()),
                new BlockGroup(
                    stage(pipeline, key.stageId()),
                    key.partition(),
                    row.verdict(),
                    1,
                    row.sums(),
                    key.from(),
                    time(row.firstTime())),
                MemoryReports::plus));
    return List.copyOf(groups.values());
  }

  private static Instant time(long millis) {
    return millis == Long.MAX_VALUE ? Instant.MAX : Instant.ofEpochMilli(millis);
  }

  private static BlockGroup plus(BlockGroup left, BlockGroup right) {
    return new BlockGroup(
        left.stage(),
        left.partition(),
        left.verdict(),
        left.count() + right.count(),
        MemoryJudgement.plus(left.sums(), right.sums()),
        Math.min(left.first(), right.first()),
        least(left.since(), right.since()));
  }

  private static Instant least(Instant left, Instant right) {
    return left.isBefore(right) ? left : right;
  }

  private static SourceSummary source(LedgerTables tables, boolean isWhole) {
    long claimed = isWhole ? tables.compactedClaims : 0;
    long observed = isWhole ? tables.compactedEvents : 0;
    long violated = 0;
    for (SourceBlockKey key : tables.sourceBlocks.keySet()) {
      SourceBlock block = tables.block(key, 0);
      if (block.verdict() == BlockVerdict.OPEN && block.isRepeated()) {
        continue;
      }
      claimed += block.claimed().cardinality();
      observed += block.observed().cardinality();
      violated += block.verdict() == BlockVerdict.VIOLATED ? 1 : 0;
    }
    return new SourceSummary(claimed, observed, violated);
  }

  private static List<FindingGroup> findings(LedgerTables tables, PipelineSpecification pipeline) {
    record Group(String stage, FindingKind kind, @Nullable Integer partition) {}
    Map<Group, FindingGroup> groups = new LinkedHashMap<>();
    for (FindingRow row : tables.findings.values()) {
      String stage = row.finding().subject().stage();
      Integer partition =
          row.finding().target().cause() == null
              ? null
              : Integer.valueOf(row.finding().target().cause().partition());
      groups.merge(
          new Group(stage, row.kind(), partition),
          new FindingGroup(stage, row.kind(), partition, 1, since(tables, pipeline, row)),
          (left, right) ->
              new FindingGroup(
                  stage,
                  row.kind(),
                  partition,
                  left.count() + right.count(),
                  least(left.since(), right.since())));
    }
    return List.copyOf(groups.values());
  }

  private static Instant since(
      LedgerTables tables, PipelineSpecification pipeline, FindingRow row) {
    Instant time = row.finding().target().eventTime();
    EmissionKey cause = row.finding().target().cause();
    if (time != null) {
      return time;
    }
    return cause == null || !row.finding().subject().stage().equals(PipelineSpecification.SOURCE)
        ? Instant.MIN
        : claimed(tables, pipeline, row.finding().subject().pipelineId(), cause);
  }

  /** The time of a claim that is not met: the least of what was read of its block, if anything. */
  private static Instant claimed(
      LedgerTables tables, PipelineSpecification pipeline, short pipelineId, EmissionKey cause) {
    @Nullable SourceBlockRow block =
        tables.sourceBlocks.get(
            new SourceBlockKey(pipelineId, cause.partition(), Block.number(cause.offset())));
    if (block == null) {
      return Instant.MIN;
    }
    if (block.firstTime() != Long.MAX_VALUE) {
      return Instant.ofEpochMilli(block.firstTime());
    }
    @Nullable PositionRow position =
        tables.positions.get(new TopicPartition(pipeline.sourceTopic(), cause.partition()));
    Long last = position == null ? null : position.position().lastTimeMillis();
    return last == null ? Instant.MIN : Instant.ofEpochMilli(last);
  }

  @Override
  public List<StageMinute> minutes(PipelineSpecification pipeline, TimeRange range, int limit) {
    throw new UnsupportedOperationException("nobody asks for it in a simulation");
  }
}
