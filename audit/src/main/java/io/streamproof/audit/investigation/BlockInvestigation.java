package io.streamproof.audit.investigation;

import io.streamproof.audit.finding.EmissionKey;
import io.streamproof.audit.finding.Finding;
import io.streamproof.audit.investigation.InvestigationRepository.BlockConclusion;
import io.streamproof.audit.log.EvidenceGoneException;
import io.streamproof.audit.reconciliation.BlockVerdict;
import io.streamproof.pipeline.tally.Block;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what is wrong in a block whose sides differ, a slice of time at a time: replays the
 * reference on its source range, reads its records in the outputs, and names each anomaly. To
 * investigate a block twice gives the same findings.
 *
 * <p>It reads both sides in three passes, each in the order of the logs: the first finds the source
 * offsets whose sides differ, the second which of their emissions, the third what shows it. Each
 * must give the tallies that the ledger holds. None keeps records, so it takes as much memory as
 * its budget allows, whatever the block holds, and time in proportion to the records in the block's
 * ranges.
 */
final class BlockInvestigation {
  /** How many anomalies of a block are findings of their own. */
  static final int MOST_FINDINGS = 1_000;

  private final SuspectBlock block;
  private final PipelineReferences references;
  private final MemoryBudget budget;
  private final BlockAnomalies anomalies = new BlockAnomalies(MOST_FINDINGS);
  private final TallyPass tallies;
  private @Nullable ComparisonPass comparison;
  private @Nullable EvidencePass evidence;

  BlockInvestigation(SuspectBlock block, PipelineReferences references, MemoryBudget budget) {
    this.block = block;
    this.references = references;
    this.budget = budget;
    this.tallies = new TallyPass(block, references.blocks());
  }

  SuspectBlock block() {
    return block;
  }

  /** Goes on; gives the conclusion once there is one. */
  Optional<BlockConclusion> advance(InvestigationSlice slice) {
    if (block.mismatches() > 0) {
      return unverifiable(
          "%s of its records were made under another specification than %s"
              .formatted(block.mismatches(), block.stage().pipeline().hash()));
    }
    try {
      return block.agrees() || tallies.advance(slice) ? compare(slice) : Optional.empty();
    } catch (EvidenceGoneException e) {
      return unverifiable(String.valueOf(e.getMessage()));
    }
  }

  private Optional<BlockConclusion> compare(InvestigationSlice slice) {
    ComparisonPass begun = comparison;
    ComparisonPass pass = begun == null ? beginComparison(slice) : begun;
    comparison = pass;
    return pass.advance(slice)
        ? show(slice, pass).map(whole -> pass.isPartial() ? whole.open() : whole)
        : Optional.empty();
  }

  private ComparisonPass beginComparison(InvestigationSlice slice) {
    ComparedOffsets offsets =
        block.agrees()
            ? ComparedOffsets.ofAgreeing(block)
            : tallies.compare(slice.log().end(block.source()));
    return new ComparisonPass(block, offsets, anomalies, references, budget);
  }

  private Optional<BlockConclusion> show(InvestigationSlice slice, ComparisonPass compared) {
    Optional<EmissionKey> unread = compared.unverifiable();
    if (unread.isPresent()) {
      return unverifiable(
          "%s may be among records that had gone before the audit could read them"
              .formatted(unread.get().origin(block.stage().name())));
    }
    DivergenceTracker keys = compared.tracker();
    boolean isRight = anomalies.isEmpty() && keys.worsened().isEmpty();
    if (isRight && !block.agrees() && !compared.isPartial()) {
      return unverifiable("its tallies differ, yet each of its records is right");
    }
    EvidencePass pass = evidence;
    if (pass == null) {
      pass = new EvidencePass(block, anomalies, references, budget);
      evidence = pass;
    }
    return pass.advance(slice)
        ? Optional.of(new BlockFindings(block.stage(), anomalies, keys, pass).conclusion())
        : Optional.empty();
  }

  private Optional<BlockConclusion> unverifiable(String why) {
    return Optional.of(unverifiable(block, why));
  }

  /** That nothing can be said of a block. */
  static BlockConclusion unverifiable(SuspectBlock block, String why) {
    return new BlockConclusion(
        BlockVerdict.UNVERIFIABLE,
        List.of(
            Finding.unverifiable(
                block.stage(), block.partition(), Block.number(block.from()), why)),
        Map.of(),
        List.of());
  }
}
