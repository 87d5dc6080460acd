package io.streamproof.audit.investigation;

import io.streamproof.audit.catalogue.AuditedStage;
import io.streamproof.audit.investigation.InvestigationRepository.OpenFinding;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Distinguishes a single wrong emission of a stateful stage from a state that went wrong. Emissions
 * are given in order; a wrong one whose predecessor for the same key was wrong as well belongs to
 * the same finding, and makes it DIVERGED.
 */
final class DivergenceTracker {
  private final AuditedStage stage;
  private final int partition;
  private final BlockFacts facts;
  private final RightBetween rightBetween;
  private final Map<ByteBuffer, Optional<OpenFinding>> known = new HashMap<>();
  private final Map<ByteBuffer, Integer> begun = new HashMap<>();
  private final Set<ByteBuffer> right = new HashSet<>();
  private final Map<Long, List<Long>> worsened = new HashMap<>();
  private final List<Long> closed = new ArrayList<>();
  private final Map<Integer, List<Long>> grown = new HashMap<>();

  DivergenceTracker(
      AuditedStage stage, int partition, BlockFacts facts, RightBetween rightBetween) {
    this.stage = stage;
    this.partition = partition;
    this.facts = facts;
    this.rightBetween = rightBetween;
  }

  /** Whether there is a right emission for a key between two source offsets, both exclusive. */
  @FunctionalInterface
  interface RightBetween {
    boolean test(byte[] key, long after, long before);
  }

  /** A right emission for a key: what was wrong before is over. */
  void right(byte @Nullable [] key) {
    if (key == null) {
      return;
    }
    ByteBuffer wrapped = ByteBuffer.wrap(key);
    open(key, wrapped).ifPresent(finding -> closed.add(finding.findingId()));
    known.put(wrapped, Optional.empty());
    begun.remove(wrapped);
    right.add(wrapped);
  }

  /**
   * A wrong emission for a key.
   *
   * @param number of the anomaly, by which {@link #grown} refers to it if it is a finding of its
   *     own
   * @return whether it is a finding of its own
   */
  boolean wrong(byte @Nullable [] key, long offset, int number) {
    if (key == null) {
      return true;
    }
    ByteBuffer wrapped = ByteBuffer.wrap(key);
    Integer first = begun.get(wrapped);
    if (first != null) {
      grown.computeIfAbsent(first, n -> new ArrayList<>()).add(offset);
      return false;
    }
    Optional<OpenFinding> open = open(key, wrapped);
    if (open.isPresent() && isSameFinding(key, wrapped, open.get(), offset)) {
      worsened.computeIfAbsent(open.get().findingId(), id -> new ArrayList<>()).add(offset);
      return false;
    }
    open.ifPresent(over -> closed.add(over.findingId()));
    known.put(wrapped, Optional.empty());
    begun.put(wrapped, number);
    return true;
  }

  /** Source offsets of the further wrong emissions that belong to an anomaly of this block. */
  List<Long> grown(int number) {
    return grown.getOrDefault(number, List.of());
  }

  /** Whether the key of an anomaly of this block has had no right emission since. */
  boolean isOngoing(byte @Nullable [] key, int number) {
    return key != null && Integer.valueOf(number).equals(begun.get(ByteBuffer.wrap(key)));
  }

  Map<Long, List<Long>> worsened() {
    return worsened;
  }

  List<Long> closed() {
    return closed;
  }

  private Optional<OpenFinding> open(byte[] key, ByteBuffer wrapped) {
    return known.computeIfAbsent(wrapped, k -> facts.openFinding(stage, partition, key));
  }

  private boolean isSameFinding(byte[] key, ByteBuffer wrapped, OpenFinding open, long offset) {
    return worsened.containsKey(open.findingId())
        || (!right.contains(wrapped) && !rightBetween.test(key, open.lastOffset(), offset));
  }
}
