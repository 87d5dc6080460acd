package io.streamproof.audit.observation;

import io.streamproof.pipeline.stage.OutputRecord;
import io.streamproof.pipeline.tally.Block;
import io.streamproof.pipeline.tally.ContentHash;
import io.streamproof.pipeline.tally.Tally;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a batch adds to a block of a hop, on either side. It is kept per source offset, since only
 * the ledger knows into which segments the block is cut.
 */
public final class BlockDelta {
  private static final long NO_TIME = Long.MIN_VALUE;

  private final long first;
  private final OffsetTallies expected = new OffsetTallies();
  private final OffsetTallies observed = new OffsetTallies();
  private final BitSet expectedOffsets = new BitSet(Block.SIZE);
  private final BitSet observedOffsets = new BitSet(Block.SIZE);
  private final BitSet emittedFrom = new BitSet(Block.SIZE);
  private final BitSet deadLettered = new BitSet(Block.SIZE);
  private final long[] times = new long[Block.SIZE];
  private final int[] mismatches = new int[Block.SIZE];
  private final int[] candidates = new int[Block.SIZE];
  private final Map<Integer, long[]> ranges = new TreeMap<>();

  BlockDelta(BlockKey key) {
    this.first = key.number() * Block.SIZE;
    Arrays.fill(times, NO_TIME);
  }

  /** The reference has run on one more source record. */
  void expect(long sourceOffset, long sourceTime, Iterable<OutputRecord> outputs) {
    int index = index(sourceOffset);
    expectedOffsets.set(index);
    times[index] = sourceTime;
    for (OutputRecord output : outputs) {
      (output.deadLetter() ? deadLettered : emittedFrom).set(index);
      expected.add(index, ContentHash.expected(output));
    }
  }

  /** One more emission of the block is in output partition {@code output} at {@code offset}. */
  void observe(long originOffset, Tally tally, int output, long offset, boolean mismatched) {
    int index = index(originOffset);
    observedOffsets.set(index);
    observed.add(index, tally);
    mismatches[index] += mismatched ? 1 : 0;
    long[] range = ranges.computeIfAbsent(output, o -> new long[] {offset, offset});
    range[0] = Math.min(range[0], offset);
    range[1] = Math.max(range[1], offset);
  }

  /** A record that belongs to a source offset could not be observed. */
  void cannotCompare(long sourceOffset) {
    mismatches[index(sourceOffset)]++;
  }

  void candidate(long originOffset) {
    candidates[index(originOffset)]++;
  }

  private int index(long offset) {
    return (int) (offset - first);
  }

  /** Whether it adds anything about the offsets {@code from <= offset < to} of the block. */
  boolean touches(long from, long to) {
    int end = index(to);
    return isSet(expectedOffsets, index(from), end)
        || isSet(observedOffsets, index(from), end)
        || sum(mismatches, index(from), end) > 0;
  }

  private static boolean isSet(BitSet offsets, int from, int to) {
    int next = offsets.nextSetBit(from);
    return next >= 0 && next < to;
  }

  /** What it adds about the offsets {@code from <= offset < to} of the block. */
  SegmentDelta segment(long from, long to) {
    int begin = index(from);
    int end = index(to);
    return new SegmentDelta(
        expectedOffsets.get(begin, end).cardinality(),
        emittedFrom.get(begin, end).cardinality(),
        deadLettered.get(begin, end).cardinality(),
        expected.sum(begin, end),
        last(expectedOffsets, begin, end),
        observed.sum(begin, end),
        last(observedOffsets, begin, end),
        sum(mismatches, begin, end),
        sum(candidates, begin, end),
        isSet(observedOffsets, begin, end) ? ranges : Map.of(),
        Arrays.stream(times, begin, end).filter(time -> time != NO_TIME).min().orElse(0),
        Arrays.stream(times, begin, end).filter(time -> time != NO_TIME).max().orElse(0));
  }

  private long last(BitSet offsets, int from, int to) {
    int last = offsets.previousSetBit(to - 1);
    return last < from ? -1 : first + last;
  }

  private static int sum(int[] counts, int from, int to) {
    return Arrays.stream(counts, from, to).sum();
  }
}
