package io.streamproof.audit.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamproof.audit.reconciliation.SourceBlock.Standing;
import io.streamproof.pipeline.tally.Tally;
import java.time.Duration;
import java.util.BitSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The block of the offsets 256 to 511, of which some are claimed and some observed. */
class SourceBlockTests {
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final Duration LATER = Duration.ofSeconds(10).plusMillis(1);
  private static final Duration NEVER = Duration.ofMinutes(10).plusMillis(1);

  @ParameterizedTest
  @CsvSource({
    // claimed, observed, tallies equal, verdict, waiting, next offset, complete
    "256, 256, true, OPEN, PT0S, 512, true",
    "256, 256, true, PROVEN, PT0S, 512, true",
    "256, 256, true, VIOLATED, PT0S, 512, false",
    "256, 256, true, OPEN, PT0S, 511, false",
    "256, 256, false, OPEN, PT0S, 512, false",
    "200, 200, true, OPEN, PT0S, 512, true",
    "200, 256, false, OPEN, PT11M, 512, false",
    "200, 256, false, PROVEN, PT11M, 512, true",
    "200, 256, false, PROVEN, PT10M, 512, false",
    "0, 256, false, OPEN, PT11M, 512, true",
    "0, 256, false, OPEN, PT10M, 512, false",
    "0, 256, false, VIOLATED, PT11M, 512, false",
    "0, 0, true, OPEN, PT0S, 512, false"
  })
  void isCompleteOnceItIsFullAndNothingIsAwaited(
      int claimed,
      int observed,
      boolean same,
      BlockVerdict verdict,
      Duration waiting,
      long next,
      boolean complete) {
    SourceBlock block = block(first(claimed), first(observed), same, verdict, waiting, false);
    assertThat(block.isComplete(next)).isEqualTo(complete);
  }

  @Test
  void isSuspectIfAClaimedRecordIsNotThereOrNotTheSame() {
    assertThat(open(first(3), first(2), true, Duration.ZERO).isSuspect()).isTrue();
    assertThat(open(first(3), first(3), false, Duration.ZERO).isSuspect()).isTrue();
    assertThat(open(first(3), first(3), true, Duration.ZERO).isSuspect()).isFalse();
  }

  @Test
  void isSuspectIfSomeOfItsRecordsHaveNoClaimInTime() {
    assertThat(open(first(3), first(4), false, SOON).isSuspect()).isFalse();
    assertThat(open(first(3), first(4), false, LATER).isSuspect()).isTrue();
    assertThat(open(first(0), first(4), false, NEVER).isSuspect()).as("none has").isFalse();
  }

  @Test
  void isNotSuspectOnceItIsConcluded() {
    for (BlockVerdict verdict : BlockVerdict.values()) {
      assertThat(block(first(3), first(2), true, verdict, LATER, false).isSuspect())
          .isEqualTo(verdict == BlockVerdict.OPEN);
    }
  }

  @Test
  void distinguishesWhatIsMissingFromWhatIsYetToBeRead() {
    SourceBlock block = open(first(10), first(4), true, Duration.ZERO);
    assertThat(block.missing(256 + 6)).isEqualTo(bits(4, 6));
    assertThat(block.ahead(256 + 6)).isEqualTo(bits(6, 10));
    assertThat(block.missing(100)).isEqualTo(new BitSet());
    assertThat(block.ahead(1000)).isEqualTo(new BitSet());
  }

  @Test
  void countsWhatAwaitsAClaimUntilNobodyDoes() {
    assertThat(open(first(3), first(9), false, SOON).unclaimedBelow(256 + 8)).isEqualTo(5);
    assertThat(open(first(3), first(9), false, SOON).unclaimedBelow(256)).isZero();
    assertThat(open(first(3), first(9), false, NEVER).unclaimedBelow(512)).isZero();
    assertThat(
            block(first(3), first(9), false, BlockVerdict.PROVEN, SOON, false).unclaimedBelow(512))
        .isZero();
  }

  @ParameterizedTest
  @CsvSource({
    // claimed, observed, tallies equal, waiting, below, standing
    "5, 9, false, PT0S, 256, MET",
    "5, 9, false, PT0S, 261, UNCHECKED",
    "5, 9, false, PT0S, 262, AWAITED",
    "9, 5, false, PT0S, 261, UNCHECKED",
    "9, 5, false, PT0S, 262, AWAITED",
    "9, 9, true, PT0S, 265, MET",
    "9, 9, false, PT0S, 512, UNCHECKED",
    "0, 9, false, PT10S, 265, AWAITED",
    "0, 9, false, PT10.001S, 265, MET",
    "5, 9, false, PT10.001S, 265, AWAITED"
  })
  void standsOrFallsWithTheClaimsBelowAnOffset(
      int claimed, int observed, boolean same, Duration waiting, long offset, Standing standing) {
    assertThat(open(first(claimed), first(observed), same, waiting).below(offset, new BitSet()))
        .isEqualTo(standing);
  }

  @Test
  void claimsBehindAnOffsetAreAwaitedWhereTheyAreDue() {
    SourceBlock block = open(first(5), first(4), false, Duration.ZERO);
    assertThat(block.below(0, new BitSet())).isEqualTo(Standing.MET);
    assertThat(block.below(0, first(4))).isEqualTo(Standing.UNCHECKED);
    assertThat(block.below(0, first(5))).isEqualTo(Standing.AWAITED);
  }

  @Test
  void claimsThatRepeatThoseOfACompactedBlockAreAwaitedByNobody() {
    assertThat(
            block(first(5), first(0), false, BlockVerdict.OPEN, Duration.ZERO, true)
                .below(512, new BitSet()))
        .isEqualTo(Standing.MET);
  }

  @Test
  void claimsThatWereInvestigatedAreNotAwaited() {
    for (BlockVerdict verdict : BlockVerdict.values()) {
      assertThat(block(first(5), first(9), false, verdict, LATER, false).below(512, new BitSet()))
          .isEqualTo(verdict == BlockVerdict.OPEN ? Standing.AWAITED : Standing.MET);
    }
  }

  @Test
  void agreesOnlyIfBothHalvesOfTheTallyAreEqual() {
    assertThat(tallies(new Tally(2, 1, 1), new Tally(2, 1, 1)).agrees()).isTrue();
    assertThat(tallies(new Tally(2, 1, 1), new Tally(2, 2, 1)).agrees()).isFalse();
    assertThat(tallies(new Tally(2, 1, 1), new Tally(2, 1, 2)).agrees()).isFalse();
  }

  private static SourceBlock tallies(Tally claimed, Tally observed) {
    return new SourceBlock(
        0, 1, first(2), claimed, first(2), observed, BlockVerdict.OPEN, Duration.ZERO, false);
  }

  private static SourceBlock open(BitSet claimed, BitSet observed, boolean same, Duration waiting) {
    return block(claimed, observed, same, BlockVerdict.OPEN, waiting, false);
  }

  private static SourceBlock block(
      BitSet claimed,
      BitSet observed,
      boolean same,
      BlockVerdict verdict,
      Duration waiting,
      boolean repeated) {
    return new SourceBlock(
        0,
        1,
        claimed,
        new Tally(claimed.cardinality(), 1, 1),
        observed,
        new Tally(observed.cardinality(), 1, same ? 1 : 2),
        verdict,
        waiting,
        repeated);
  }

  private static BitSet first(int count) {
    return bits(0, count);
  }

  private static BitSet bits(int from, int to) {
    BitSet bits = new BitSet();
    bits.set(from, to);
    return bits;
  }
}
