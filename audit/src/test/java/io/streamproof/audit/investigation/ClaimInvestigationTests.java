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
import io.streamproof.pipeline.tally.Tally;
import java.time.Duration;
import java.util.BitSet;
import java.util.Optional;
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

  private static Tuple lost(int offset) {
    return tuple(FindingKind.LOST_AT_SOURCE, "shop.source:0@" + offset);
  }

  private Optional<ClaimConclusion> investigate(long next, BitSet claimed) {
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
    return new ClaimInvestigation(topics)
        .investigate(new SuspectClaims(Examples.shop(), block, next));
  }

  private static BitSet bits(int... offsets) {
    BitSet bits = new BitSet();
    for (int offset : offsets) {
      bits.set(offset);
    }
    return bits;
  }
}
