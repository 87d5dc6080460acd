package io.streamproof.audit.reconciliation;

import io.streamproof.audit.reconciliation.Judgement.HopKey;
import io.streamproof.pipeline.tally.Tally;

/**
 * The source offsets {@code from <= offset < to} of a hop, which are judged together: a block, or
 * what lies between two cuts of one. It is settled when everything that it holds, on either side,
 * comes from below its hop's settled offset.
 *
 * @param expected what the reference has made of its source records
 * @param expectedLast the last source offset that is part of it; -1: none
 * @param observed what the outputs hold
 * @param observedLast the greatest origin offset that is part of it; -1: none
 * @param mismatches observed records that cannot be compared with the reference
 * @param candidates observed records whose order is to be investigated
 */
public record Segment(
    HopKey hop,
    long from,
    long to,
    Tally expected,
    long expectedLast,
    Tally observed,
    long observedLast,
    int mismatches,
    int candidates,
    BlockVerdict verdict) {

  /** What is to be done with a segment. */
  public enum Decision {
    /** Nothing: it is not settled, or concluded. */
    KEEP,
    /** To note that its sides agree so far; more of it may be to come. */
    PROVE,
    /** To have its sides, which differ, investigated. */
    SUSPECT,
    /** To add it to the sums of what is proven and complete. */
    COMPACT
  }

  /**
   * Decides what is to be done.
   *
   * @param settledThrough below which all of its hop is settled
   */
  public Decision decide(long settledThrough) {
    boolean isSettled = expectedLast < settledThrough && observedLast < settledThrough;
    boolean isUndecided = verdict == BlockVerdict.OPEN || verdict == BlockVerdict.PROVEN;
    if (!isSettled || !isUndecided) {
      return Decision.KEEP;
    }
    if (isRight()) {
      return to <= settledThrough ? Decision.COMPACT : ifOpen(Decision.PROVE);
    }
    return ifOpen(Decision.SUSPECT);
  }

  private Decision ifOpen(Decision decision) {
    return verdict == BlockVerdict.OPEN ? decision : Decision.KEEP;
  }

  private boolean isRight() {
    return expected.equals(observed) && mismatches == 0 && candidates == 0;
  }

  /** The last offset that either side holds; -1: none. */
  long last() {
    return Math.max(expectedLast, observedLast);
  }

  private boolean contains(long offset) {
    return from < offset && offset < to;
  }

  /**
   * Where a hop can be cut: at an offset, or as little behind it as the segments allow that hold
   * something on both sides of it already.
   *
   * @param segments those of the block that the offset is in
   */
  public static long cut(long offset, Iterable<Segment> segments) {
    long cut = offset;
    boolean isMoved = true;
    while (isMoved) {
      isMoved = false;
      for (Segment segment : segments) {
        if (segment.contains(cut) && segment.last() >= cut) {
          cut = segment.last() + 1;
          isMoved = true;
        }
      }
    }
    return cut;
  }
}
