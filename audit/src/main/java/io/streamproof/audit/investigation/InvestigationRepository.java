package io.streamproof.audit.investigation;

import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.finding.Finding;
import io.streamproof.audit.reconciliation.BlockVerdict;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The ledger as investigations need it. */
public interface InvestigationRepository {
  /** Takes the turn to investigate a pipeline; empty if another instance has it. */
  Optional<Turn> take(AuditedPipeline pipeline);

  /**
   * The exclusive right to investigate a pipeline, and the only way to conclude anything about it.
   * An instance that has lost its turn without knowing cannot conclude any more. No transaction is
   * open between calls.
   */
  interface Turn extends BlockFacts, AutoCloseable {
    /** The suspect blocks in order of stage, partition and number. */
    List<SuspectBlock> suspects(int most);

    /**
     * Writes the conclusion about a block in one transaction, and forgets its reorder candidates. A
     * block that stays OPEN or has grown meanwhile is judged again, and keeps them.
     */
    void conclude(SuspectBlock block, BlockConclusion conclusion);

    /** Source blocks with a claim that is not met, or not by what was acknowledged. */
    List<SuspectClaims> unmetClaims(int most);

    /** Writes the conclusion about claims in one transaction. */
    void conclude(SuspectClaims claims, ClaimConclusion conclusion);

    /** Lets other instances have their turn. */
    @Override
    void close();
  }

  /**
   * A finding that may still grow: no right emission for its key is known since. A second wrong
   * emission in a row shows that the state went wrong.
   *
   * @param firstOffset the source offset of the emission that it is about
   * @param lastOffset the last source offset whose emission for the key was wrong
   */
  record OpenFinding(long findingId, long firstOffset, long lastOffset) {}

  /**
   * The conclusion about a block.
   *
   * @param verdict PROVEN, VIOLATED or UNVERIFIABLE; OPEN: it is judged again once all is settled
   * @param findings the anomalies, new or known
   * @param worsened findings that have become DIVERGED, with the source offsets of the further
   *     emissions that are wrong
   * @param closed findings whose key has had a right emission since
   */
  record BlockConclusion(
      BlockVerdict verdict,
      List<Finding> findings,
      Map<Long, List<Long>> worsened,
      List<Long> closed) {

    /** The same about a part of a block. */
    BlockConclusion open() {
      return new BlockConclusion(BlockVerdict.OPEN, findings, worsened, closed);
    }
  }

  /**
   * The conclusion about claims.
   *
   * @param verdict PROVEN (all were met after all), VIOLATED or UNVERIFIABLE
   * @param findings which were not met, and why
   */
  record ClaimConclusion(BlockVerdict verdict, List<Finding> findings) {}
}
