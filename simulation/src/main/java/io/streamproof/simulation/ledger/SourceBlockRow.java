package io.streamproof.simulation.ledger;

import io.streamproof.audit.observation.SourceBlockKey;
import io.streamproof.audit.reconciliation.BlockVerdict;
import io.streamproof.audit.reconciliation.SourceBlock;
import io.streamproof.pipeline.tally.Tally;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.BitSet;

/**
 * A block of a source topic. Bits are never changed in place.
 *
 * @param firstTime the least event time; {@link Long#MAX_VALUE}: nothing was observed
 * @param unclaimedSince in microseconds, since when a record has been waiting for its claim
 */
record SourceBlockRow(
    BitSet claimed,
    Tally claimedSum,
    BitSet observed,
    Tally observedSum,
    long firstTime,
    long unclaimedSince,
    BlockVerdict verdict) {
  static SourceBlockRow since(long micros) {
    return new SourceBlockRow(
        new BitSet(),
        Tally.ZERO,
        new BitSet(),
        Tally.ZERO,
        Long.MAX_VALUE,
        micros,
        BlockVerdict.OPEN);
  }

  SourceBlock block(SourceBlockKey key, long nowMicros, boolean isRepeated) {
    return new SourceBlock(
        key.partition(),
        key.number(),
        (BitSet) claimed.clone(),
        tally(claimed, claimedSum),
        (BitSet) observed.clone(),
        tally(observed, observedSum),
        verdict,
        Duration.of(nowMicros - unclaimedSince, ChronoUnit.MICROS),
        isRepeated);
  }

  private static Tally tally(BitSet offsets, Tally sum) {
    return new Tally(offsets.cardinality(), sum.high(), sum.low());
  }

  SourceBlockRow observing(BitSet offsets, Tally sum, long time, long nowMicros) {
    return new SourceBlockRow(
        claimed,
        claimedSum,
        or(observed, offsets),
        observedSum.plus(sum),
        Math.min(firstTime, time),
        unclaimed().isEmpty() ? nowMicros : unclaimedSince,
        BlockVerdict.OPEN);
  }

  /** A claim whose offsets are all claimed already adds nothing. */
  SourceBlockRow claiming(BitSet offsets, Tally sum, long nowMicros) {
    BitSet waiting = unclaimed();
    boolean isFirstClaimed = !waiting.isEmpty() && offsets.get(waiting.nextSetBit(0));
    return or(claimed, offsets).equals(claimed)
        ? this
        : new SourceBlockRow(
            or(claimed, offsets),
            claimedSum.plus(sum),
            observed,
            observedSum,
            firstTime,
            isFirstClaimed ? nowMicros : unclaimedSince,
            BlockVerdict.OPEN);
  }

  SourceBlockRow judged(BlockVerdict found) {
    return new SourceBlockRow(
        claimed, claimedSum, observed, observedSum, firstTime, unclaimedSince, found);
  }

  private BitSet unclaimed() {
    BitSet rest = (BitSet) observed.clone();
    rest.andNot(claimed);
    return rest;
  }

  private static BitSet or(BitSet left, BitSet right) {
    BitSet both = (BitSet) left.clone();
    both.or(right);
    return both;
  }
}
