package io.streamproof.audit.investigation;

import io.streamproof.audit.investigation.InvestigationRepository.BlockConclusion;
import io.streamproof.audit.log.TopicLog;
import io.streamproof.audit.replay.MemorySnapshotStore;
import java.time.Duration;
import java.util.Optional;

/** Investigates blocks from begin to end. */
final class Investigations {
  private static final long MEMORY_BYTES = 64 << 20;

  private Investigations() {}

  /** The conclusion about a block, reached in one slice of time. */
  static BlockConclusion conclude(SuspectBlock block, TopicLog log, BlockFacts facts) {
    return conclude(block, log, facts, new MemoryBudget(MEMORY_BYTES));
  }

  static BlockConclusion conclude(
      SuspectBlock block, TopicLog log, BlockFacts facts, MemoryBudget budget) {
    return begin(block, budget).advance(slice(log, facts, Duration.ofDays(1))).orElseThrow();
  }

  /** The same, reached in as many slices as there can be. */
  static BlockConclusion concludeInSlices(SuspectBlock block, TopicLog log, BlockFacts facts) {
    BlockInvestigation investigation = begin(block, new MemoryBudget(MEMORY_BYTES));
    Optional<BlockConclusion> conclusion = Optional.empty();
    while (conclusion.isEmpty()) {
      conclusion = investigation.advance(slice(log, facts, Duration.ZERO));
    }
    return conclusion.get();
  }

  private static BlockInvestigation begin(SuspectBlock block, MemoryBudget budget) {
    return new BlockInvestigation(
        block, PipelineReferences.of(MemorySnapshotStore.empty()), budget);
  }

  private static InvestigationSlice slice(TopicLog log, BlockFacts facts, Duration length) {
    return new InvestigationSlice(log, facts, new TimeSlice(() -> 0, length));
  }
}
