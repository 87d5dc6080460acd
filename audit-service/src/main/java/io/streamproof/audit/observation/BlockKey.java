package io.streamproof.audit.observation;

import io.streamproof.audit.catalogue.AuditedStage;
import io.streamproof.pipeline.tally.Block;
import java.util.Comparator;

/**
 * A block's key in the ledger. Rows are always written in this order, so that writers never
 * deadlock.
 *
 * @param ownerId the stage, or, of a block of a source topic, the pipeline
 */
public record BlockKey(short ownerId, int partition, long number) implements Comparable<BlockKey> {
  private static final Comparator<BlockKey> ORDER =
      Comparator.comparingInt(BlockKey::ownerId)
          .thenComparingInt(BlockKey::partition)
          .thenComparingLong(BlockKey::number);

  static BlockKey of(AuditedStage stage, int partition, long offset) {
    return new BlockKey(stage.id(), partition, Block.number(offset));
  }

  @Override
  public int compareTo(BlockKey other) {
    return ORDER.compare(this, other);
  }
}
