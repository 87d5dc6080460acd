package io.streamproof.audit.observation;

import java.util.Comparator;

/**
 * The key in the ledger of a segment: the source offsets {@code from <= offset < to} of a hop,
 * which are judged together. It is a block, or what lies between two cuts of one. Rows are always
 * written in this order, so that writers never deadlock.
 */
public record SegmentKey(short stageId, int partition, long from, long to)
    implements Comparable<SegmentKey> {
  private static final Comparator<SegmentKey> ORDER =
      Comparator.comparingInt(SegmentKey::stageId)
          .thenComparingInt(SegmentKey::partition)
          .thenComparingLong(SegmentKey::from);

  @Override
  public int compareTo(SegmentKey other) {
    return ORDER.compare(this, other);
  }
}
