package io.streamproof.audit.observation;

import java.util.Comparator;

/**
 * The key in the ledger of a block of a source topic. Rows are always written in this order, so
 * that writers never deadlock.
 */
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
