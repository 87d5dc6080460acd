package io.streamproof.operator.host;

import io.streamproof.operator.host.GroupOffsets.Claim;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a stage begins: exactly where its group has stopped, in every partition of its source. Only
 * a stage that has never run begins at the beginning, and that is committed before it starts. So no
 * stage ever needs a policy for offsets that are missing or out of range, and none has one.
 */
final class StartingPoint {
  private static final Logger log = LoggerFactory.getLogger(StartingPoint.class);

  private final GroupOffsets offsets;
  private final EarlierResultsSearch search;
  private final OffsetAdvice advice;

  StartingPoint(GroupOffsets offsets, EarlierResultsSearch search, OffsetAdvice advice) {
    this.offsets = offsets;
    this.search = search;
    this.advice = advice;
  }

  /**
   * Sees to it that the group has an offset in every partition, or has good reason to refuse.
   *
   * @throws UnusableException if the stage must not start
   * @throws KafkaException if it has to be tried again
   */
  void settle() {
    // That of an unfinished transaction does not matter as long as there is an offset before it.
    SourcePositions positions = offsets.positions(false);
    if (!positions.isUsable()) {
      positions = offsets.positions(true);
      refuseOutOfRange(positions);
    }
    refuseLostState(positions);
    if (!positions.isUsable()) {
      begin();
    }
  }

  private void begin() {
    try (Claim claim = offsets.claim()) {
      // Whoever had the right before may have committed meanwhile, but does not any more.
      SourcePositions positions = offsets.positions(true);
      refuseOutOfRange(positions);
      if (positions.isUsable()) {
        return;
      }
      if (offsets.hasMembers()) {
        throw new UnsettledException(advice.busy(positions));
      }
      Set<Integer> questionable = positions.questionable();
      EarlierResults earlier = search.search(questionable);
      Optional<UnusableException> refusal = advice.refusal(positions, earlier);
      if (refusal.isPresent()) {
        throw refusal.get();
      }
      if (earlier.unsearched() != null) {
        log.warn(
            "Stage {} begins at the beginning of partitions {} of its source, as it has committed"
                + " offsets in others and no results of these were found, although {}.",
            advice.group(),
            questionable,
            earlier.unsearched());
      }
      claim.commit(positions.beginnings());
      log.info("Stage {} begins at {}.", advice.group(), positions.beginnings());
    }
  }

  /** A topic that was just made may be seen a moment later; one that is gone never is. */
  private void refuseLostState(SourcePositions positions) {
    if (positions.hasProgress() && search.lacksState()) {
      throw new UnsettledException(advice.lostState(positions));
    }
  }

  private void refuseOutOfRange(SourcePositions positions) {
    if (!positions.outOfRange().isEmpty()) {
      advice
          .refusal(positions, EarlierResults.NONE)
          .ifPresent(
              refusal -> {
                throw refusal;
              });
    }
  }
}
