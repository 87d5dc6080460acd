package io.streamproof.audit.investigation;

import io.streamproof.audit.finding.EmissionKey;
import io.streamproof.audit.finding.RecordPlace;
import io.streamproof.audit.investigation.LaterOrigins.LaterOrigin;
import io.streamproof.audit.observation.ObservedBatch.ReorderCandidate;
import io.streamproof.audit.observation.OutputIndex;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Decides about the reorder candidates of a block, window by window: one is out of order if it is
 * right, is not a repetition, and stands behind a record that is right as well.
 */
final class OrderCheck {
  private static final int PAGE = 1_000;

  private final SuspectBlock block;
  private final ComparedOffsets offsets;
  private final LaterOrigins later;
  private final UnreadOutputs unread;
  private final BlockAnomalies anomalies;
  private List<ReorderCandidate> page = List.of();
  private int next;
  private @Nullable ReorderCandidate last;
  private boolean isLastPage;

  OrderCheck(
      SuspectBlock block,
      ComparedOffsets offsets,
      LaterOrigins later,
      UnreadOutputs unread,
      BlockAnomalies anomalies) {
    this.block = block;
    this.offsets = offsets;
    this.later = later;
    this.unread = unread;
    this.anomalies = anomalies;
    this.isLastPage = block.isCompacted();
  }

  /** Decides about the candidates of a window; gives whether it has come to its end. */
  boolean advance(EmissionWindow window, InvestigationSlice slice) {
    long end = block.from() + window.to();
    while (turnPage(slice)) {
      List<ReorderCandidate> rest = page.subList(next, page.size());
      List<ReorderCandidate> own =
          rest.stream().takeWhile(candidate -> candidate.emission().offset() < end).toList();
      decide(own, window, slice);
      next += own.size();
      if (own.size() < rest.size()) {
        return true;
      }
      if (slice.time().isPast()) {
        return false;
      }
    }
    return true;
  }

  /** Makes sure that the page has a candidate; gives whether there is any. */
  private boolean turnPage(InvestigationSlice slice) {
    if (next == page.size() && !isLastPage) {
      page = slice.facts().candidates(block, last, PAGE);
      next = 0;
      isLastPage = page.size() < PAGE;
      last = page.isEmpty() ? last : page.get(page.size() - 1);
    }
    return next < page.size();
  }

  private void decide(
      List<ReorderCandidate> candidates, EmissionWindow window, InvestigationSlice slice) {
    List<ReorderCandidate> right =
        candidates.stream()
            .filter(candidate -> isRight(candidate, window) && isFirst(candidate, slice))
            .toList();
    Set<LaterOrigin> asked = new HashSet<>();
    right.stream()
        .filter(candidate -> !isRightHere(candidate.behind()))
        .forEach(candidate -> asked.add(behind(candidate)));
    Map<LaterOrigin, Boolean> areRight =
        later.areRight(slice.log(), block.stage(), block.partition(), asked);
    right.stream()
        .filter(
            candidate ->
                isRightHere(candidate.behind()) || areRight.getOrDefault(behind(candidate), false))
        .forEach(anomalies::addReordered);
  }

  /**
   * Whether a candidate is right but for its order, and no repetition. One that came since the
   * block was looked up is decided about with what else came.
   */
  private boolean isRight(ReorderCandidate candidate, EmissionWindow window) {
    EmissionKey emission = candidate.emission();
    if (!block.isIn(candidate.place()) || !offsets.isDecided(emission.offset())) {
      return false;
    }
    if (offsets.agree(emission.offset())) {
      return true;
    }
    RecordPlace place = candidate.place();
    boolean deadLetter = place.topic().equals(block.stage().deadLetterTopic());
    return window.isRightAt(
        (int) (emission.offset() - block.from()),
        emission.index(),
        OutputIndex.of(place.partition(), deadLetter),
        place.offset());
  }

  /** Whether it does not repeat one before it, which may have expired before it could be read. */
  private boolean isFirst(ReorderCandidate candidate, InvestigationSlice slice) {
    TopicPartition output =
        new TopicPartition(candidate.place().topic(), candidate.place().partition());
    return !candidate.behind().equals(candidate.emission())
        && !unread.mayHaveHeld(output, candidate.emission(), slice);
  }

  /** Whether a later origin is of this block, and of an offset of which each record is right. */
  private boolean isRightHere(EmissionKey behind) {
    return block.contains(behind.offset())
        && offsets.isDecided(behind.offset())
        && offsets.agree(behind.offset())
        && behind.index() < offsets.expectedCount(behind.offset());
  }

  private static LaterOrigin behind(ReorderCandidate candidate) {
    RecordPlace place = candidate.place();
    return new LaterOrigin(
        candidate.stageId(),
        candidate.behind(),
        new RecordPlace(place.topic(), place.partition(), candidate.behindAt()));
  }
}
