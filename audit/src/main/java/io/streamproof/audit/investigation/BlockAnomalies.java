package io.streamproof.audit.investigation;

import io.streamproof.audit.finding.EmissionKey;
import io.streamproof.audit.finding.FindingKind;
import io.streamproof.audit.observation.ObservedBatch.ReorderCandidate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is wrong in a block: so many emissions one by one, the first of each kind in any case, and
 * of the others how many there are of each kind.
 */
final class BlockAnomalies {
  /** The number of an anomaly that is merely counted. */
  static final int COUNTED = -1;

  private final int most;
  private final List<EmissionAnomaly> listed = new ArrayList<>();
  private final Map<FindingKind, Long> further = new EnumMap<>(FindingKind.class);
  private final Set<FindingKind> kinds = EnumSet.noneOf(FindingKind.class);
  private final Map<EmissionKey, ReorderCandidate> reordered = new HashMap<>();

  /** Begins with none; {@code most} of them are listed one by one. */
  BlockAnomalies(int most) {
    this.most = most;
  }

  /** What is wrong with one emission. */
  record EmissionAnomaly(FindingKind kind, EmissionKey emission) {}

  /** Adds an anomaly; gives its number among those that are listed, or {@link #COUNTED}. */
  int add(FindingKind kind, EmissionKey emission) {
    if (kinds.add(kind) || listed.size() < most) {
      listed.add(new EmissionAnomaly(kind, emission));
      return listed.size() - 1;
    }
    count(kind, 1);
    return COUNTED;
  }

  /** Adds an emission that is right but for its order. */
  void addReordered(ReorderCandidate candidate) {
    if (add(FindingKind.REORDERED, candidate.emission()) != COUNTED) {
      reordered.put(candidate.emission(), candidate);
    }
  }

  /** Counts further anomalies of a kind of which one is listed. */
  void count(FindingKind kind, long more) {
    further.merge(kind, more, Long::sum);
  }

  boolean isEmpty() {
    return listed.isEmpty();
  }

  /** How many are listed one by one. */
  int most() {
    return most;
  }

  /** Those that are listed, by number. */
  List<EmissionAnomaly> listed() {
    return listed;
  }

  /** How many more there are of a kind. */
  long further(FindingKind kind) {
    return further.getOrDefault(kind, 0L);
  }

  /** Behind what an emission stands that is listed as out of order. */
  Optional<ReorderCandidate> reordered(EmissionKey emission) {
    return Optional.ofNullable(reordered.get(emission));
  }
}
