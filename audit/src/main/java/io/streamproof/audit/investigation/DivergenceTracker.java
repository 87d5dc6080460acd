package io.streamproof.audit.investigation;

import io.streamproof.audit.investigation.InvestigationRepository.OpenFinding;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Distinguishes a single wrong emission of a stateful stage from a state that went wrong. Emissions
 * are given in order; a wrong one whose predecessor for the same key was wrong as well belongs to
 * the same finding, and makes it DIVERGED.
 */
final class DivergenceTracker {
  private final Map<KeyDigest, OpenFinding> open;
  private final Set<KeyDigest> over = new HashSet<>();
  private final Map<KeyDigest, Integer> begun = new HashMap<>();
  private final Map<Long, List<Long>> worsened = new HashMap<>();
  private final List<Long> closed = new ArrayList<>();
  private final Map<Integer, Growth> grown = new HashMap<>();

  /** Begins before a block, with the findings about keys that may still grow. */
  DivergenceTracker(Map<KeyDigest, OpenFinding> open) {
    this.open = new HashMap<>(open);
  }

  /**
   * Further wrong emissions.
   *
   * @param last the source offset of the last
   */
  record Growth(long count, long last) {
    static final Growth NONE = new Growth(0, -1);
  }

  /** The finding about a key that may still grow. */
  @Nullable OpenFinding open(KeyDigest key) {
    return open.get(key);
  }

  /** A right emission for a key came before this block: what was wrong before is over. */
  void over(KeyDigest key) {
    over.add(key);
  }

  /** A right emission for a key: what was wrong before is over. */
  void right(@Nullable KeyDigest key, long offset) {
    if (key == null) {
      return;
    }
    OpenFinding finding = open.get(key);
    if (finding != null && finding.lastOffset() < offset) {
      closed.add(finding.findingId());
      open.remove(key);
    }
    begun.remove(key);
  }

  /**
   * A wrong emission for a key.
   *
   * @return whether it belongs to an earlier finding; else {@link #begin} has to say to which
   */
  boolean isPart(@Nullable KeyDigest key, long offset) {
    if (key == null) {
      return false;
    }
    return isPartOfEarlierBlock(key, offset) || isPartOfThisBlock(key, offset);
  }

  private boolean isPartOfEarlierBlock(KeyDigest key, long offset) {
    OpenFinding finding = open.get(key);
    if (finding == null || finding.firstOffset() > offset) {
      return false;
    }
    if (over.contains(key)) {
      closed.add(finding.findingId());
      open.remove(key);
      return false;
    }
    worsened.computeIfAbsent(finding.findingId(), id -> new ArrayList<>()).add(offset);
    return true;
  }

  private boolean isPartOfThisBlock(KeyDigest key, long offset) {
    Integer first = begun.get(key);
    if (first != null) {
      grown.merge(
          first, new Growth(1, offset), (one, more) -> new Growth(one.count() + 1, more.last()));
    }
    return first != null;
  }

  /** A wrong emission is a finding of its own, by the number that it has among the anomalies. */
  void begin(@Nullable KeyDigest key, int number) {
    if (key != null) {
      begun.put(key, number);
    }
  }

  /** The further wrong emissions that belong to an anomaly of this block. */
  Growth grown(int number) {
    return grown.getOrDefault(number, Growth.NONE);
  }

  /**
   * Numbers of anomalies of this block whose keys have had no right emission since, and no finding
   * in a later block, which may be investigated before.
   */
  Set<Integer> ongoing() {
    return begun.entrySet().stream()
        .filter(each -> !open.containsKey(each.getKey()))
        .map(Map.Entry::getValue)
        .collect(Collectors.toUnmodifiableSet());
  }

  Map<Long, List<Long>> worsened() {
    return worsened;
  }

  List<Long> closed() {
    return closed;
  }
}
