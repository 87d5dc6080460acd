package io.streamproof.audit.investigation;

import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.investigation.InvestigationRepository.BlockConclusion;
import io.streamproof.audit.investigation.InvestigationRepository.Turn;
import io.streamproof.audit.log.TopicLog;
import io.streamproof.audit.log.TopicLogPool;
import io.streamproof.audit.replay.Replayer;
import io.streamproof.audit.trouble.TroubleLog;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Investigates what is suspect in a pipeline, for a bounded time at a time, so that pipelines with
 * much to investigate leave the logs to others in between. A block that takes longer is gone on
 * with in the next step, even if another instance has concluded about it or it has grown meanwhile:
 * conclusions are guarded, and findings are written once.
 */
public final class Investigator {
  private static final Duration LONGEST_TURN = Duration.ofSeconds(2);

  private final InvestigationRepository repository;
  private final AuditedPipeline pipeline;
  private final TopicLogPool logs;
  private final PipelineReferences references;
  private final TroubleLog troubles;
  private final InvestigationLimits limits;
  private final LongSupplier nanoClock;
  private @Nullable BlockInvestigation unfinished;

  /**
   * Makes an investigator of one pipeline.
   *
   * @param troubles by which what is missing from topics may prove nothing
   * @param nanoClock never goes back
   */
  public Investigator(
      InvestigationRepository repository,
      AuditedPipeline pipeline,
      TopicLogPool logs,
      Replayer replayer,
      TroubleLog troubles,
      InvestigationLimits limits,
      LongSupplier nanoClock) {
    this.repository = repository;
    this.pipeline = pipeline;
    this.logs = logs;
    this.references = PipelineReferences.of(replayer);
    this.troubles = troubles;
    this.limits = limits;
    this.nanoClock = nanoClock;
  }

  /** Investigates, unless another instance does; gives the number of blocks that it worked on. */
  public int step() {
    return logs.with(
        log -> {
          try (Turn turn = repository.take(pipeline).orElse(null)) {
            return turn == null ? 0 : investigate(turn, log);
          }
        });
  }

  private int investigate(Turn turn, TopicLog log) {
    InvestigationSlice slice =
        new InvestigationSlice(log, turn, new TimeSlice(nanoClock, LONGEST_TURN));
    ClaimInvestigation claims = new ClaimInvestigation(log);
    for (SuspectClaims unmet : turn.unmetClaims(limits.blocks())) {
      removal()
          .map(why -> Optional.of(ClaimInvestigation.unverifiable(unmet, why)))
          .orElseGet(() -> claims.investigate(unmet))
          .ifPresent(conclusion -> turn.conclude(unmet, conclusion));
    }
    boolean sound = false;
    try {
      int done = investigateBlocks(turn, slice);
      sound = true;
      return done;
    } finally {
      unfinished = sound ? unfinished : null;
      if (unfinished == null) {
        references.forget();
      }
    }
  }

  private int investigateBlocks(Turn turn, InvestigationSlice slice) {
    int done = 0;
    if (unfinished != null) {
      done++;
      goOn(unfinished, turn, slice);
    }
    List<SuspectBlock> suspects = unfinished == null ? turn.suspects(limits.blocks()) : List.of();
    for (SuspectBlock block : suspects) {
      if (unfinished != null || (done > 0 && slice.time().isPast())) {
        return done;
      }
      done++;
      goOn(begin(block), turn, slice);
    }
    return done;
  }

  private Optional<String> removal() {
    return troubles.removal(pipeline.name());
  }

  private BlockInvestigation begin(SuspectBlock block) {
    return new BlockInvestigation(block, references, new MemoryBudget(limits.memoryBytes()));
  }

  private void goOn(BlockInvestigation investigation, Turn turn, InvestigationSlice slice) {
    Optional<BlockConclusion> conclusion =
        removal()
            .map(why -> Optional.of(BlockInvestigation.unverifiable(investigation.block(), why)))
            .orElseGet(() -> investigation.advance(slice));
    conclusion.ifPresent(concluded -> turn.conclude(investigation.block(), concluded));
    unfinished = conclusion.isPresent() ? null : investigation;
  }
}
