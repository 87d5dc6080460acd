package io.streamproof.audit.investigation;

import io.streamproof.audit.investigation.InvestigationRepository.OpenFinding;
import io.streamproof.audit.investigation.ReferenceCursor.SourceRange;
import io.streamproof.pipeline.stage.OutputRecord;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * Whether there was a right emission for a key between its last wrong one and a block: any that is
 * expected there is right, since a wrong one would be the last. All keys are looked for at once.
 */
final class KeyHistory {
  /** How far back is looked; what was wrong before that is told as a finding of its own. */
  private static final long FARTHEST = 100_000;

  private final SuspectBlock block;
  private final ReferenceCursor reference;

  KeyHistory(SuspectBlock block, ReferenceCursor reference) {
    this.block = block;
    this.reference = reference;
  }

  /** Reports to a tracker for which of some keys what was wrong before is over. */
  void consult(Collection<KeyDigest> keys, DivergenceTracker tracker, InvestigationSlice slice) {
    long first = block.from();
    Map<KeyDigest, Long> lastWrong = new HashMap<>();
    for (KeyDigest key : keys) {
      OpenFinding open = tracker.open(key);
      if (open != null && open.lastOffset() + 1 < first) {
        lastWrong.put(key, open.lastOffset());
      }
    }
    long farthest = first - FARTHEST;
    lastWrong.forEach(
        (key, last) -> {
          if (last + 1 < farthest) {
            tracker.over(key);
          }
        });
    lastWrong.values().removeIf(last -> last + 1 < farthest);
    if (lastWrong.isEmpty()) {
      return;
    }
    long from = lastWrong.values().stream().mapToLong(last -> last + 1).min().orElseThrow();
    reference.visit(
        slice.log(),
        new SourceRange(block.stage(), block.partition(), from, first, false),
        () -> false,
        (cause, outputs) -> {
          outputs.forEach(output -> seen(output, lastWrong, tracker));
          return true;
        });
  }

  private static void seen(
      OutputRecord output, Map<KeyDigest, Long> lastWrong, DivergenceTracker tracker) {
    byte[] key = output.key();
    if (key != null) {
      KeyDigest digest = KeyDigest.of(key);
      Long last = lastWrong.get(digest);
      if (last != null && last < output.origin().offset()) {
        tracker.over(digest);
      }
    }
  }
}
