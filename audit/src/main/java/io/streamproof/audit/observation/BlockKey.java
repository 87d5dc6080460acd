package io.streamproof.audit.observation;

import io.streamproof.audit.catalogue.AuditedStage;
import io.streamproof.pipeline.tally.Block;
import java.util.Comparator;

/**
 * The key in the ledger of a block of a hop. Rows are always written in this order, so that writers
 * never deadlock.
 */
public record BlockKey(short stageId, int partition, long number) implements Comparable<BlockKey> {
  private static final Comparator<BlockKey> ORDER =
      Comparator.comparingInt(BlockKey::stageId)
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
