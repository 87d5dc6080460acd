package io.streamproof.audit.investigation;

import io.streamproof.audit.finding.FindingKind;
import io.streamproof.audit.investigation.ObservedRecord.Likeness;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with one emission that is expected, but for its order. Of several records of it,
 * the one most like the expected is taken for it, at the lowest offset; the others repeat it. A
 * repetition that is as expected is a duplicate; one that is not is corrupted or misrouted: even a
 * stage that may repeat an emission must not change it.
 *
 * @param best how its best record compares; null: there is none
 * @param alike how many of its records have the right content in the right partition
 * @param misrouted whether one has the right content in a wrong partition
 * @param corrupted whether one has other content
 * @param compacted whether it was seen before, so that each of these records repeats it
 */
record EmissionKinds(
    @Nullable Likeness best, long alike, boolean misrouted, boolean corrupted, boolean compacted) {
  List<FindingKind> list() {
    List<FindingKind> kinds = new ArrayList<>();
    if (best == null && !compacted) {
      kinds.add(FindingKind.LOST);
    }
    if (misrouted) {
      kinds.add(FindingKind.MISROUTED);
    }
    if (corrupted) {
      kinds.add(FindingKind.CORRUPTED);
    }
    if (best == Likeness.UNTRACED && !compacted) {
      kinds.add(FindingKind.UNTRACED);
    }
    if (times() > 1) {
      kinds.add(FindingKind.DUPLICATED);
    }
    return kinds;
  }

  /** How often it stands in the output as expected. */
  long times() {
    return alike + (compacted ? 1 : 0);
  }
}
