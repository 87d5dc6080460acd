package io.streamproof.audit.investigation;

import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.investigation.InvestigationRepository.Turn;
import io.streamproof.audit.log.TopicLog;
import io.streamproof.audit.log.TopicLogPool;
import io.streamproof.audit.replay.Replayer;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Investigates what is suspect in a pipeline, for a bounded time at a time, so that pipelines with
 * much to investigate leave the logs to others in between.
 */
public final class Investigator {
  private static final Duration LONGEST_TURN = Duration.ofSeconds(2);

  private final InvestigationRepository repository;
  private final TopicLogPool logs;
  private final Replayer replayer;
  private final int most;
  private final LongSupplier nanoClock;

  /**
   * Makes an investigator.
   *
   * @param most blocks that a step investigates
   * @param nanoClock never goes back
   */
  public Investigator(
      InvestigationRepository repository,
      TopicLogPool logs,
      Replayer replayer,
      int most,
      LongSupplier nanoClock) {
    this.repository = repository;
    this.logs = logs;
    this.replayer = replayer;
    this.most = most;
    this.nanoClock = nanoClock;
  }

  /** Investigates, unless another instance does; gives the number of blocks investigated. */
  public int step(AuditedPipeline pipeline) {
    return logs.with(
        log -> {
          try (Turn turn = repository.take(pipeline).orElse(null)) {
            return turn == null ? 0 : investigate(turn, log);
          }
        });
  }

  private int investigate(Turn turn, TopicLog log) {
    long began = nanoClock.getAsLong();
    ClaimInvestigation claims = new ClaimInvestigation(log);
    for (SuspectClaims unmet : turn.unmetClaims(most)) {
      claims.investigate(unmet).ifPresent(conclusion -> turn.conclude(unmet, conclusion));
    }
    BlockInvestigation blocks = new BlockInvestigation(log, replayer);
    List<SuspectBlock> suspects = turn.suspects(most);
    int done = 0;
    while (done < suspects.size()
        && (done == 0 || nanoClock.getAsLong() - began < LONGEST_TURN.toNanos())) {
      SuspectBlock block = suspects.get(done);
      turn.conclude(block, blocks.investigate(block, turn));
      done++;
    }
    return done;
  }
}
