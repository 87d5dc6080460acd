package io.streamproof.audit.reconciliation;

import io.streamproof.pipeline.tally.Block;
import io.streamproof.pipeline.tally.Tally;
import java.time.Duration;
import java.util.BitSet;

/**
 * A block of a source partition that is not compacted: what ingest claims to have acknowledged
 * against what is in the topic. Unclaimed records are no anomaly: ingest may be killed before it
 * can claim them. Once their claims are overdue, the claimed ones among them are compared by an
 * investigation, since the block's own tally includes the others.
 *
 * @param claimed a bit for each offset, the block's first offset first
 * @param claimedTally of the claimed records
 * @param observed bits of the offsets that the audit has read
 * @param observedTally of these records
 * @param waiting since when a record has been waiting for its claim; means nothing while all are
 *     claimed
 * @param isRepeated whether the block was compacted before, so that all claims repeat earlier ones
 */
public record SourceBlock(
    int partition,
    long number,
    BitSet claimed,
    Tally claimedTally,
    BitSet observed,
    Tally observedTally,
    BlockVerdict verdict,
    Duration waiting,
    boolean isRepeated) {
  /** Ingest claims at least each second; what is not claimed after this is compared without. */
  public static final Duration OVERDUE = Duration.ofSeconds(10);

  /** Nobody waits longer for a claim. */
  public static final Duration LONGEST_WAIT = Duration.ofMinutes(10);

  /** What is known of the claims of a block below an offset. */
  enum Standing {
    /** They are met, or there are none to wait for. */
    MET,
    /** Each record has its claim, but the block's tally includes others: they have to be read. */
    UNCHECKED,
    /** A claim is still to come, or a claimed record is. */
    AWAITED
  }

  /** The first offset. */
  public long first() {
    return number * Block.SIZE;
  }

  private long end() {
    return first() + Block.SIZE;
  }

  /** Whether exactly the claimed records were read, as they were claimed. */
  public boolean agrees() {
    return claimed.equals(observed)
        && claimedTally.high() == observedTally.high()
        && claimedTally.low() == observedTally.low();
  }

  /**
   * Whether nothing more is to be learnt of it: it is full, and its claims are met, or have been
   * found to be, or are awaited no longer.
   *
   * @param next the offset that the audit reads next
   */
  public boolean isComplete(long next) {
    boolean isOpen = verdict == BlockVerdict.OPEN;
    boolean isProven = verdict == BlockVerdict.PROVEN;
    boolean isMet = (isOpen || isProven) && agrees();
    boolean isGivenUp =
        (isProven || (isOpen && claimed.isEmpty())) && waiting.compareTo(LONGEST_WAIT) > 0;
    return end() <= next && !observed.isEmpty() && (isMet || isGivenUp);
  }

  /** Whether its claims are to be investigated. */
  public boolean isSuspect() {
    if (verdict != BlockVerdict.OPEN || claimed.isEmpty() || agrees()) {
      return false;
    }
    return claimed.equals(observed) || !without(claimed, observed).isEmpty() || isOverdue();
  }

  /** Bits of the claimed offsets below what the audit reads next that it has not seen. */
  public BitSet missing(long next) {
    return below(without(claimed, observed), next);
  }

  /** Bits of the claimed offsets that the audit has not read up to. */
  public BitSet ahead(long next) {
    return without(without(claimed, observed), missing(next));
  }

  /** How many records below an offset still await a claim. */
  public long unclaimedBelow(long offset) {
    return verdict == BlockVerdict.OPEN && waiting.compareTo(LONGEST_WAIT) < 0
        ? below(without(observed, claimed), offset).cardinality()
        : 0;
  }

  /**
   * What is known of its claims below an offset, and of others.
   *
   * @param due bits of claimed offsets, wherever they are
   */
  Standing below(long offset, BitSet due) {
    boolean isMet =
        (offset <= first() && due.isEmpty())
            || verdict != BlockVerdict.OPEN
            || isRepeated
            || agrees()
            || (claimed.isEmpty() && isOverdue());
    if (isMet) {
      return Standing.MET;
    }
    return below(claimed, offset).equals(below(observed, offset))
            && without(due, observed).isEmpty()
        ? Standing.UNCHECKED
        : Standing.AWAITED;
  }

  private boolean isOverdue() {
    return waiting.compareTo(OVERDUE) > 0;
  }

  private BitSet below(BitSet bits, long offset) {
    return bits.get(0, (int) Math.max(0, Math.min(Block.SIZE, offset - first())));
  }

  private static BitSet without(BitSet bits, BitSet others) {
    BitSet rest = (BitSet) bits.clone();
    rest.andNot(others);
    return rest;
  }
}
