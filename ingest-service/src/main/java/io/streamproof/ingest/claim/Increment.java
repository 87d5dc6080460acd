package io.streamproof.ingest.claim;

import io.streamproof.pipeline.tally.Block;
import io.streamproof.pipeline.tally.Claim;
import io.streamproof.pipeline.tally.Tally;

/** The records of a block that were acknowledged since the block's last claim. */
final class Increment {
  private final long[] words = new long[Block.SIZE / Long.SIZE];
  private Tally tally = Tally.ZERO;

  boolean covers(long offset) {
    return (words[word(offset)] & bit(offset)) != 0;
  }

  void add(long offset, Tally one) {
    words[word(offset)] |= bit(offset);
    tally = tally.plus(one);
  }

  Claim claim(int partition, long block) {
    return Claim.of(partition, block, words, tally);
  }

  private static int word(long offset) {
    return (int) (offset % Block.SIZE) / Long.SIZE;
  }

  /** The most significant bit stands for the first offset, so that a claim reads from the left. */
  private static long bit(long offset) {
    return Long.MIN_VALUE >>> (offset % Long.SIZE);
  }
}
