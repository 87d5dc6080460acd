package io.streamproof.audit.investigation;

import java.util.BitSet;

/**
 * What the tallies of a block say of its source offsets: which can be compared, and whose sides
 * differ. Where they agree, each emission stands once, in its place and as expected.
 */
final class ComparedOffsets {
  private final SuspectBlock block;
  private final OffsetSides tallies;
  private final long sourceEnd;
  private final BitSet differing;

  /**
   * Compares.
   *
   * @param sourceEnd where the source ends, which was looked up after the outputs were read
   */
  ComparedOffsets(SuspectBlock block, OffsetSides tallies, long sourceEnd) {
    this.block = block;
    this.tallies = tallies;
    this.sourceEnd = sourceEnd;
    this.differing = tallies.differing(block.isCompacted(), this::isDecided);
  }

  /**
   * The offsets of a block whose tallies agree as the ledger holds them: all agree, without a look.
   */
  static ComparedOffsets ofAgreeing(SuspectBlock block) {
    return new ComparedOffsets(block, new OffsetSides(block.from()), Long.MAX_VALUE);
  }

  /** Records ahead of what is settled are compared only if their source record is never to be. */
  boolean isDecided(long offset) {
    return offset < block.settledThrough() || offset >= sourceEnd;
  }

  /**
   * Whether something that the block holds could not be compared: the source has gone on since the
   * block was found to be suspect, and what comes next is not settled.
   */
  boolean isPartial() {
    return block.expectedLast() >= block.settledThrough()
        || tallies.observed(offset -> !isDecided(offset));
  }

  boolean agree(long offset) {
    return !differing.get((int) (offset - block.from()));
  }

  /** How many emissions are expected of an offset, as far as that was looked up. */
  long expectedCount(long offset) {
    return tallies.expectedCount(offset);
  }

  /** The offsets whose sides differ, as distances from the block's first. */
  BitSet differing() {
    return differing;
  }
}
