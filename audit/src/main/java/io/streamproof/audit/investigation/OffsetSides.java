package io.streamproof.audit.investigation;

import io.streamproof.audit.observation.TallySum;
import io.streamproof.pipeline.tally.Block;
import io.streamproof.pipeline.tally.Tally;
import java.util.BitSet;
import java.util.function.LongPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The tallies of each source offset of a block, on both sides. */
final class OffsetSides {
  private final long first;
  private final TallySum[] expected = zeros();
  private final TallySum[] observed = zeros();

  OffsetSides(long first) {
    this.first = first;
  }

  void expect(long offset, Tally tally) {
    expected[index(offset)].add(tally);
  }

  void observe(long offset, Tally tally) {
    observed[index(offset)].add(tally);
  }

  /** How many emissions are expected of an offset. */
  long expectedCount(long offset) {
    return expected[index(offset)].count();
  }

  /** Whether anything was observed of some offsets. */
  boolean observed(LongPredicate which) {
    return IntStream.range(0, Block.SIZE)
        .anyMatch(i -> observed[i].count() > 0 && which.test(first + i));
  }

  /**
   * The offsets whose sides differ, as distances from the first.
   *
   * @param compacted whether what is expected was seen before
   * @param decided whether an offset can be compared at all
   */
  BitSet differing(boolean compacted, LongPredicate decided) {
    BitSet differing = new BitSet(Block.SIZE);
    for (int i = 0; i < Block.SIZE; i++) {
      Tally wanted = compacted ? Tally.ZERO : expected[i].tally();
      if (decided.test(first + i) && !observed[i].tally().equals(wanted)) {
        differing.set(i);
      }
    }
    return differing;
  }

  private int index(long offset) {
    return (int) (offset - first);
  }

  private static TallySum[] zeros() {
    return Stream.generate(TallySum::new).limit(Block.SIZE).toArray(TallySum[]::new);
  }
}
