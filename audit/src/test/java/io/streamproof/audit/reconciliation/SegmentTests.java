package io.streamproof.audit.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamproof.audit.reconciliation.Judgement.HopKey;
import io.streamproof.audit.reconciliation.Segment.Decision;
import io.streamproof.pipeline.tally.Tally;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of the segment {@code 100 <= offset < 200}. */
class SegmentTests {
  private static final Tally SOME = new Tally(3, 5, 7);

  @ParameterizedTest
  @CsvSource({
    // expected last, observed last, settled through, what is done
    "199, 199, 200, COMPACT",
    "199, -1, 200, COMPACT",
    "150, 150, 151, PROVE",
    "150, 150, 199, PROVE",
    "150, 150, 150, KEEP",
    "150, 120, 150, KEEP",
    "120, 150, 150, KEEP",
    "-1, 120, 121, PROVE"
  })
  void isJudgedOnceBothOfItsSidesAreSettled(
      long expectedLast, long observedLast, long settledThrough, Decision decision) {
    assertThat(
            segment(SOME, expectedLast, SOME, observedLast, 0, 0, BlockVerdict.OPEN)
                .decide(settledThrough))
        .isEqualTo(decision);
  }

  @ParameterizedTest
  @CsvSource({
    // count, high, low of what is observed, mismatches, candidates
    "4, 5, 7, 0, 0",
    "3, 6, 7, 0, 0",
    "3, 5, 8, 0, 0",
    "3, 5, 7, 1, 0",
    "3, 5, 7, 0, 1"
  })
  void isSuspectIfAnythingDiffersOrCannotBeCompared(
      long count, long high, long low, int mismatches, int candidates) {
    Tally observed = new Tally(count, high, low);
    for (long settled : List.of(199L, 200L)) {
      assertThat(
              segment(SOME, 198, observed, 198, mismatches, candidates, BlockVerdict.OPEN)
                  .decide(settled))
          .isEqualTo(Decision.SUSPECT);
      assertThat(
              segment(SOME, 198, observed, 198, mismatches, candidates, BlockVerdict.PROVEN)
                  .decide(settled))
          .as("an investigation has found it right")
          .isEqualTo(Decision.KEEP);
    }
  }

  @Test
  void isCompactedOnceItIsFullIfItWasProvenBefore() {
    Segment proven = segment(SOME, 150, SOME, 150, 0, 0, BlockVerdict.PROVEN);
    assertThat(proven.decide(199)).isEqualTo(Decision.KEEP);
    assertThat(proven.decide(200)).isEqualTo(Decision.COMPACT);
  }

  @ParameterizedTest
  @EnumSource(
      value = BlockVerdict.class,
      names = {"SUSPECT", "VIOLATED", "UNVERIFIABLE"})
  void isNotJudgedWhileOrOnceItIsInvestigated(BlockVerdict verdict) {
    assertThat(segment(SOME, 150, SOME, 150, 0, 0, verdict).decide(200)).isEqualTo(Decision.KEEP);
    assertThat(segment(SOME, 150, Tally.ZERO, -1, 0, 0, verdict).decide(200))
        .isEqualTo(Decision.KEEP);
  }

  @ParameterizedTest
  @CsvSource({
    // where to cut, where it is cut
    "100, 100",
    "101, 151",
    "150, 151",
    "151, 151",
    "180, 180",
    "200, 200",
    "99, 99"
  })
  void isCutBehindWhatItHolds(long offset, long cut) {
    Segment segment = segment(SOME, 120, SOME, 150, 0, 0, BlockVerdict.OPEN);
    assertThat(Segment.cut(offset, List.of(segment))).isEqualTo(cut);
  }

  @Test
  void isCutBehindWhatAnyStageHoldsThere() {
    Segment first = segment(SOME, 120, SOME, 110, 0, 0, BlockVerdict.OPEN);
    Segment second =
        new Segment(
            new HopKey((short) 2, 0), 115, 256, SOME, 130, SOME, 126, 0, 0, BlockVerdict.OPEN);
    assertThat(Segment.cut(112, List.of(second, first))).isEqualTo(131);
    assertThat(Segment.cut(112, List.of())).isEqualTo(112);
  }

  private static Segment segment(
      Tally expected,
      long expectedLast,
      Tally observed,
      long observedLast,
      int mismatches,
      int candidates,
      BlockVerdict verdict) {
    return new Segment(
        new HopKey((short) 1, 0),
        100,
        200,
        expected,
        expectedLast,
        observed,
        observedLast,
        mismatches,
        candidates,
        verdict);
  }
}
