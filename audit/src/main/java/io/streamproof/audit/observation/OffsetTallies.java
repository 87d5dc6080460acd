package io.streamproof.audit.observation;

import io.streamproof.pipeline.tally.Block;
import io.streamproof.pipeline.tally.Tally;

/** A tally for each source offset of a block. */
final class OffsetTallies {
  private final long[] counts = new long[Block.SIZE];
  private final long[] highs = new long[Block.SIZE];
  private final long[] lows = new long[Block.SIZE];

  void add(int index, Tally tally) {
    counts[index] += tally.count();
    highs[index] += tally.high();
    lows[index] += tally.low();
  }

  /** The sum of the offsets {@code from <= index < to}. */
  Tally sum(int from, int to) {
    long count = 0;
    long high = 0;
    long low = 0;
    for (int index = from; index < to; index++) {
      count += counts[index];
      high += highs[index];
      low += lows[index];
    }
    return new Tally(count, high, low);
  }
}
