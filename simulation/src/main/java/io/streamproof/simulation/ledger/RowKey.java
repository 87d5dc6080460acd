package io.streamproof.simulation.ledger;

import io.streamproof.audit.observation.SegmentKey;
import io.streamproof.audit.reconciliation.Judgement.HopKey;
import io.streamproof.pipeline.tally.Block;

/** The key of a segment's row: where it ends may change. */
record RowKey(short stageId, int partition, long from) implements Comparable<RowKey> {
  static RowKey of(SegmentKey key) {
    return new RowKey(key.stageId(), key.partition(), key.from());
  }

  HopKey hop() {
    return new HopKey(stageId, partition);
  }

  /** Whether it is in the block that an offset of a hop is in. */
  boolean isInBlock(HopKey hop, long offset) {
    return hop().equals(hop) && Block.number(from) == Block.number(offset);
  }

  @Override
  public int compareTo(RowKey other) {
    int byStage = Short.compare(stageId, other.stageId);
    int byPartition = byStage != 0 ? byStage : Integer.compare(partition, other.partition);
    return byPartition != 0 ? byPartition : Long.compare(from, other.from);
  }
}
