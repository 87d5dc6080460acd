package io.streamproof.pipeline.tally;

/**
 * The 256 consecutive source offsets {@code [256·number, 256·number+255]} of one source partition
 * of one stage: the unit in which the audit compares.
 */
public record Block(String stage, int partition, long number) implements Comparable<Block> {
  /** Source offsets in a block. */
  public static final int SIZE = 256;

  /** The number of the block that an offset lies in. */
  public static long number(long offset) {
    return offset / SIZE;
  }

  public static Block of(String stage, int partition, long offset) {
    return new Block(stage, partition, number(offset));
  }

  public long firstOffset() {
    return number * SIZE;
  }

  /** The first offset behind the block. */
  public long endOffset() {
    return (number + 1) * SIZE;
  }

  @Override
  public int compareTo(Block other) {
    int byStage = stage.compareTo(other.stage);
    int byPartition = byStage != 0 ? byStage : Integer.compare(partition, other.partition);
    return byPartition != 0 ? byPartition : Long.compare(number, other.number);
  }
}
