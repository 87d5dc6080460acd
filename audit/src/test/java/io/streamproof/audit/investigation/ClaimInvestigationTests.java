package io.streamproof.audit.investigation;

import static io.streamproof.audit.support.Examples.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.streamproof.audit.finding.FindingKind;
import io.streamproof.audit.investigation.InvestigationRepository.ClaimConclusion;
import io.streamproof.audit.log.MemoryTopicLog;
import io.streamproof.audit.reconciliation.BlockVerdict;
import io.streamproof.audit.reconciliation.SourceBlock;
import io.streamproof.audit.support.Examples;
import io.streamproof.pipeline.record.SourceRecord;
import io.streamproof.pipeline.tally.ContentHash;
import io.streamproof.pipeline.tally.Tally;
import java.time.Duration;
import java.util.BitSet;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.kafka.common.TopicPartition;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;

/** A block in which the events 3 and 7 are claimed; 3 is not there, and 8 is the last that is. */
class ClaimInvestigationTests {
  private final MemoryTopicLog topics = new MemoryTopicLog();

  ClaimInvestigationTests() {
    for (long offset = 0; offset <= 8; offset++) {
      if (offset != 3) {
        topics.append(order(0, offset, "ada", 20));
      }
    }
  }

  @Test
  void concludesNothingWhileAClaimedRecordIsStillToBeRead() {
    assertThat(investigate(5, bits(3, 7))).isEmpty();
  }

  @Test
  void findsEachEventThatIsLostOnceAllIsRead() {
    assertThat(investigate(9, bits(3, 7)))
        .hasValueSatisfying(
            conclusion -> {
              assertThat(conclusion.verdict()).isEqualTo(BlockVerdict.VIOLATED);
              assertThat(conclusion.findings())
                  .extracting(finding -> finding.kind(), finding -> finding.identity().value())
                  .containsExactly(lost(3));
            });
  }

  @Test
  void findsAnEventBehindTheEndOfTheTopic() {
    assertThat(investigate(9, bits(3, 9)))
        .hasValueSatisfying(
            conclusion ->
                assertThat(conclusion.findings())
                    .extracting(finding -> finding.kind(), finding -> finding.identity().value())
                    .containsExactly(lost(3), lost(9)));
  }

  @Test
  void saysThatItCannotVerifyWhatHasGoneSinceItWasRead() {
    topics.of(new TopicPartition("shop.source", 0)).removeIf(record -> record.offset() == 5);
    assertThat(investigate(9, bits(5, 7)))
        .hasValueSatisfying(
            conclusion -> assertThat(conclusion.verdict()).isEqualTo(BlockVerdict.UNVERIFIABLE));
  }

  @Test
  void callsNothingLostThatExpiresWhileItReads() {
    MemoryTopicLog expiring =
        new MemoryTopicLog() {
          @Override
          public void visit(
              TopicPartition partition, long from, long to, Predicate<SourceRecord> visitor) {
            expire(partition, 6);
            super.visit(partition, 6, to, visitor);
          }
        };
    expiring.append(order(0, 8, "ada", 20));
    assertThat(investigate(expiring, 9, bits(3, 7)))
        .hasValueSatisfying(
            conclusion -> assertThat(conclusion.verdict()).isEqualTo(BlockVerdict.UNVERIFIABLE));
  }

  /** Other records stand there by now, and are not read. */
  @Test
  void callsLostWhatWasReadAndClaimedOfALogThatWasCut() {
    SuspectClaims claims = claimsOfALogCutAt(6);
    assertThat(claims.isDue()).isTrue();
    assertThat(new ClaimInvestigation(topics).investigate(claims))
        .hasValueSatisfying(
            conclusion -> {
              assertThat(conclusion.verdict()).isEqualTo(BlockVerdict.VIOLATED);
              assertThat(conclusion.findings())
                  .extracting(finding -> finding.kind(), finding -> finding.identity().value())
                  .containsExactly(lost(6), lost(8));
            });
  }

  /** It was not acknowledged before it was lost, and sent again. */
  @Test
  void callsNothingLostThatStandsThereAgain() {
    Tally tally =
        topics.of(new TopicPartition("shop.source", 0)).stream()
            .filter(record -> record.offset() == 6 || record.offset() == 7)
            .map(ContentHash::source)
            .reduce(Tally.ZERO, Tally::plus);
    SuspectClaims claims = claimsOfALogCutAt(6, bits(6, 7), tally);
    assertThat(claims.isDue()).isTrue();
    assertThat(new ClaimInvestigation(topics).investigate(claims))
        .hasValueSatisfying(
            conclusion -> {
              assertThat(conclusion.verdict()).isEqualTo(BlockVerdict.PROVEN);
              assertThat(conclusion.findings()).isEmpty();
            });
  }

  @Test
  void saysNothingOfClaimsThatAreAboutOtherRecordsOfALogThatWasCut() {
    assertThat(claimsOfALogCutAt(9).isDue()).isFalse();
    assertThat(claimsOfALogCutAt(256).isDue()).isFalse();
  }

  /** Read up to 9; claimed are 5, 6, 8, and 12, which was not read. */
  private static SuspectClaims claimsOfALogCutAt(long offset) {
    return claimsOfALogCutAt(offset, bits(5, 6, 8, 12), Tally.ZERO);
  }

  private static SuspectClaims claimsOfALogCutAt(long offset, BitSet claimed, Tally tally) {
    BitSet observed = new BitSet();
    observed.set(0, 9);
    SourceBlock block =
        new SourceBlock(
            0, 0, claimed, tally, observed, Tally.ZERO, BlockVerdict.OPEN, Duration.ZERO, false);
    return new SuspectClaims(Examples.shop(), block, 9, offset);
  }

  private static Tuple lost(int offset) {
    return tuple(FindingKind.LOST_AT_SOURCE, "shop.source:0@" + offset);
  }

  private Optional<ClaimConclusion> investigate(long next, BitSet claimed) {
    return investigate(topics, next, claimed);
  }

  private static Optional<ClaimConclusion> investigate(
      MemoryTopicLog log, long next, BitSet claimed) {
    BitSet observed = new BitSet();
    observed.set(0, (int) next);
    observed.clear(3);
    SourceBlock block =
        new SourceBlock(
            0,
            0,
            claimed,
            Tally.ZERO,
            observed,
            Tally.ZERO,
            BlockVerdict.OPEN,
            Duration.ZERO,
            false);
    return new ClaimInvestigation(log)
        .investigate(new SuspectClaims(Examples.shop(), block, next, null));
  }

  private static BitSet bits(int... offsets) {
    BitSet bits = new BitSet();
    for (int offset : offsets) {
      bits.set(offset);
    }
    return bits;
  }
}
