package io.streamproof.simulation.ledger;

import io.streamproof.audit.baseline.Baseline;
import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.catalogue.AuditedStage;
import io.streamproof.audit.investigation.InvestigationRepository;
import io.streamproof.audit.investigation.KeyDigest;
import io.streamproof.audit.investigation.SuspectBlock;
import io.streamproof.audit.investigation.SuspectBlock.OutputRange;
import io.streamproof.audit.investigation.SuspectClaims;
import io.streamproof.audit.observation.ObservedBatch.ReorderCandidate;
import io.streamproof.audit.observation.OutputIndex;
import io.streamproof.audit.observation.SourceBlockKey;
import io.streamproof.audit.reconciliation.BlockVerdict;
import io.streamproof.audit.reconciliation.SourceBlock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Suspect blocks and unmet claims in memory; one investigates at a time. */
final class MemoryInvestigations implements InvestigationRepository {
  private static final Comparator<ReorderCandidate> ORDER =
      Comparator.comparing(ReorderCandidate::emission)
          .thenComparing(candidate -> candidate.place().topic())
          .thenComparing(candidate -> candidate.place().partition())
          .thenComparing(candidate -> candidate.place().offset());

  private final Supplier<LedgerTables> ledger;
  private final LongSupplier micros;
  private boolean isTaken;

  MemoryInvestigations(Supplier<LedgerTables> ledger, LongSupplier micros) {
    this.ledger = ledger;
    this.micros = micros;
  }

  @Override
  public Optional<Turn> take(AuditedPipeline pipeline) {
    if (isTaken) {
      return Optional.empty();
    }
    isTaken = true;
    return Optional.of(new MemoryTurn(pipeline));
  }

  private final class MemoryTurn implements Turn {
    private final AuditedPipeline pipeline;

    MemoryTurn(AuditedPipeline pipeline) {
      this.pipeline = pipeline;
    }

    @Override
    public List<SuspectBlock> suspects(int most) {
      List<SuspectBlock> suspects = new ArrayList<>();
      ledger
          .get()
          .blocks
          .forEach(
              (key, row) -> {
                @Nullable Long settled = ledger.get().hops.get(key.hop());
                if (row.verdict() == BlockVerdict.SUSPECT
                    && settled != null
                    && suspects.size() < most) {
                  suspects.add(suspect(key, row, settled));
                }
              });
      return suspects;
    }

    private SuspectBlock suspect(RowKey key, BlockRow row, long settled) {
      AuditedStage stage =
          pipeline.stages().stream()
              .filter(each -> each.id() == key.stageId())
              .findFirst()
              .orElseThrow();
      return new SuspectBlock(
          stage,
          key.partition(),
          row.segment().from(),
          row.segment().to(),
          judgedFrom(new TopicPartition(stage.sourceTopic(), key.partition())),
          (int) row.sums().records(),
          row.segment().expected(),
          row.segment().expectedLast(),
          row.segment().observed(),
          row.segment().mismatches(),
          settled,
          ranges(stage, row));
    }

    private long judgedFrom(TopicPartition source) {
      @Nullable PositionRow row = ledger.get().positions.get(source);
      Baseline baseline = row == null ? null : row.baseline();
      return baseline == null ? 0 : baseline.judgedFrom();
    }

    private static List<OutputRange> ranges(AuditedStage stage, BlockRow row) {
      List<OutputRange> ranges = new ArrayList<>();
      row.ranges()
          .forEach(
              (output, offsets) ->
                  offsets
                      .ends()
                      .forEach(
                          (from, to) ->
                              ranges.add(
                                  new OutputRange(
                                      OutputIndex.partition(stage, output), from, to))));
      return ranges;
    }

    @Override
    public List<ReorderCandidate> candidates(
        SuspectBlock block, @Nullable ReorderCandidate after, int most) {
      return ledger.get().candidates.stream()
          .filter(candidate -> isOf(block, candidate))
          .filter(candidate -> after == null || ORDER.compare(candidate, after) > 0)
          .sorted(ORDER)
          .limit(most)
          .toList();
    }

    private static boolean isOf(SuspectBlock block, ReorderCandidate candidate) {
      return candidate.stageId() == block.stage().id()
          && candidate.emission().partition() == block.partition()
          && block.from() <= candidate.emission().offset()
          && candidate.emission().offset() < block.to();
    }

    @Override
    public Map<KeyDigest, OpenFinding> openFindings(AuditedStage stage, int partition, int most) {
      List<FindingRow> rows =
          new ArrayList<>(
              ledger.get().findings.values().stream()
                  .filter(row -> row.mayGrow(stage.name(), partition))
                  .sorted(FindingRow.LATEST_FIRST)
                  .limit(most)
                  .toList());
      Map<KeyDigest, OpenFinding> open = new LinkedHashMap<>();
      rows.forEach(
          row ->
              open.putIfAbsent(
                  KeyDigest.of(Objects.requireNonNull(row.finding().target().key())),
                  new OpenFinding(row.id(), row.firstOffset(), row.lastOffset())));
      return open;
    }

    @Override
    public long start(TopicPartition partition) {
      @Nullable PositionRow row = ledger.get().positions.get(partition);
      return row == null ? 0 : row.position().start();
    }

    @Override
    public void conclude(SuspectBlock block, BlockConclusion conclusion) {
      LedgerTables tables = ledger.get();
      tables.findOfBlock(conclusion.findings());
      conclusion.worsened().forEach((id, offsets) -> worsen(tables, id, offsets));
      tables.findings.replaceAll(
          (key, row) -> conclusion.closed().contains(row.id()) ? row.over() : row);
      RowKey key = new RowKey(block.stage().id(), block.partition(), block.from());
      @Nullable BlockRow row = tables.blocks.get(key);
      if (row != null && isStill(block, row)) {
        tables.blocks.put(
            key,
            conclusion.verdict() == BlockVerdict.OPEN
                ? row.judged(BlockVerdict.OPEN)
                : row.concluded(conclusion, forget(tables, block)));
      }
    }

    private static boolean isStill(SuspectBlock block, BlockRow row) {
      return row.verdict() == BlockVerdict.SUSPECT
          && row.sums().records() == block.records()
          && ranges(block.stage(), row).equals(block.ranges());
    }

    private static int forget(LedgerTables tables, SuspectBlock block) {
      List<ReorderCandidate> own =
          tables.candidates.stream().filter(candidate -> isOf(block, candidate)).toList();
      own.forEach(tables.candidates::remove);
      return own.size();
    }

    private static void worsen(LedgerTables tables, long id, List<Long> offsets) {
      tables.findings.replaceAll(
          (key, row) -> {
            List<Long> further =
                offsets.stream().filter(offset -> offset > row.lastOffset()).toList();
            return row.id() != id || further.isEmpty()
                ? row
                : row.worsened(further.size(), further.stream().reduce(0L, Math::max));
          });
    }

    @Override
    public List<SuspectClaims> unmetClaims(int most) {
      LedgerTables tables = ledger.get();
      return tables.sourceBlocks.keySet().stream()
          .filter(this::canBeCompared)
          .map(key -> claims(tables, key))
          .filter(SuspectClaims::isDue)
          .limit(most)
          .toList();
    }

    private boolean canBeCompared(SourceBlockKey key) {
      @Nullable PositionRow source = source(key);
      return source != null && (source.halt() == null || source.halt().from() != null);
    }

    private @Nullable PositionRow source(SourceBlockKey key) {
      return ledger
          .get()
          .positions
          .get(new TopicPartition(pipeline.specification().sourceTopic(), key.partition()));
    }

    private SuspectClaims claims(LedgerTables tables, SourceBlockKey key) {
      @Nullable PositionRow source = source(key);
      return new SuspectClaims(
          pipeline,
          tables.block(key, micros.getAsLong()),
          source == null ? 0 : source.position().next(),
          source == null || source.halt() == null ? null : source.halt().from());
    }

    @Override
    public void conclude(SuspectClaims claims, ClaimConclusion conclusion) {
      LedgerTables tables = ledger.get();
      tables.find(conclusion.findings());
      SourceBlock block = claims.block();
      SourceBlockKey key =
          new SourceBlockKey(claims.pipeline().id(), block.partition(), block.number());
      @Nullable SourceBlockRow row = tables.sourceBlocks.get(key);
      if (row == null
          || row.verdict() != BlockVerdict.OPEN
          || row.claimedSum().high() != block.claimedTally().high()
          || row.claimedSum().low() != block.claimedTally().low()) {
        return;
      }
      if (conclusion.verdict() == BlockVerdict.PROVEN && block.observed().isEmpty()) {
        tables.sourceBlocks.computeIfPresent(
            key, (same, own) -> own.observed().isEmpty() ? null : own);
      } else {
        tables.sourceBlocks.put(key, row.judged(conclusion.verdict()));
      }
    }

    @Override
    public void close() {
      isTaken = false;
    }
  }
}
