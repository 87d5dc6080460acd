package io.streamproof.audit.investigation;

import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.investigation.InvestigationRepository.Turn;
import io.streamproof.audit.log.TopicLog;
import io.streamproof.audit.replay.Replayer;
import java.util.List;

/** Investigates what is suspect in a pipeline, a bounded number of blocks at a time. */
public final class Investigator {
  private final InvestigationRepository repository;
  private final BlockInvestigation blocks;
  private final ClaimInvestigation claims;
  private final int most;

  /**
   * Makes an investigator.
   *
   * @param most blocks that a step investigates
   */
  public Investigator(
      InvestigationRepository repository, TopicLog log, Replayer replayer, int most) {
    this.repository = repository;
    this.blocks = new BlockInvestigation(log, replayer);
    this.claims = new ClaimInvestigation(log);
    this.most = most;
  }

  /** Investigates, unless another instance does; gives the number of blocks investigated. */
  public int step(AuditedPipeline pipeline) {
    try (Turn turn = repository.take(pipeline).orElse(null)) {
      return turn == null ? 0 : investigate(turn);
    }
  }

  private int investigate(Turn turn) {
    List<SuspectBlock> suspects = turn.suspects(most);
    for (SuspectBlock block : suspects) {
      turn.conclude(block, blocks.investigate(block, turn));
    }
    for (SuspectClaims unmet : turn.unmetClaims(most)) {
      claims.investigate(unmet).ifPresent(conclusion -> turn.conclude(unmet, conclusion));
    }
    return suspects.size();
  }
}
