package io.streamproof.audit.observation;

import java.util.Comparator;

/** A source block's key in the ledger; rows are always written in this order. */
public record SourceBlockKey(short pipelineId, int partition, long number)
    implements Comparable<SourceBlockKey> {
  private static final Comparator<SourceBlockKey> ORDER =
      Comparator.comparingInt(SourceBlockKey::pipelineId)
          .thenComparingInt(SourceBlockKey::partition)
          .thenComparingLong(SourceBlockKey::number);

  @Override
  public int compareTo(SourceBlockKey other) {
    return ORDER.compare(this, other);
  }
}
