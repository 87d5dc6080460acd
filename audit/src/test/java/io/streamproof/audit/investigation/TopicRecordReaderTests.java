package io.streamproof.audit.investigation;

import static io.streamproof.audit.support.Examples.order;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamproof.audit.log.EvidenceGoneException;
import io.streamproof.audit.log.LogIdentity.EpochMark;
import io.streamproof.audit.log.MemoryTopicLog;
import io.streamproof.audit.log.TopicLog;
import io.streamproof.audit.log.TopicLogPool;
import io.streamproof.audit.reconciliation.BlockVerdict;
import io.streamproof.audit.reconciliation.SourceBlock;
import io.streamproof.audit.support.Examples;
import io.streamproof.pipeline.record.SourceRecord;
import io.streamproof.pipeline.tally.ContentHash;
import io.streamproof.pipeline.tally.Tally;
import java.time.Duration;
import java.util.BitSet;
import java.util.function.Function;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** Looks into a source partition of ten orders, all in epoch 0. */
class TopicRecordReaderTests {
  private static final TopicPartition SOURCE = new TopicPartition("shop.source", 0);

  private final MemoryTopicLog topics = new MemoryTopicLog();
  private final TopicRecordReader reader = new TopicRecordReader(topics);

  TopicRecordReaderTests() {
    for (long offset = 0; offset < 10; offset++) {
      topics.append(order(0, offset, "ada", 20));
    }
  }

  @Test
  void claimsOfWhatIsThereAreMet() {
    assertThat(areMet(claimed(2, 5))).isTrue();
  }

  @Test
  void claimsOfWhatIsNotThereAreNotMet() {
    SourceBlock block = claimed(2, 5);
    topics.of(SOURCE).removeIf(record -> record.offset() == 5);
    assertThat(areMet(block)).isFalse();
  }

  @Test
  void claimsAreNotMetWhereOnlyTheTallyAgrees() {
    SourceBlock block = claimed(2, 5);
    BitSet more = (BitSet) block.claimed().clone();
    more.set(200);
    assertThat(areMet(block(more, block.claimedTally()))).isFalse();
  }

  @Test
  void claimsOfOtherContentAreNotMet() {
    SourceBlock block = claimed(2, 5);
    Tally tally = block.claimedTally();
    assertThat(
            areMet(block(block.claimed(), new Tally(tally.count(), tally.high() + 1, tally.low()))))
        .isFalse();
    assertThat(
            areMet(block(block.claimed(), new Tally(tally.count(), tally.high(), tally.low() + 1))))
        .isFalse();
  }

  @Test
  void aRecordIsThereWithItsEpoch() {
    assertThat(reader.has(SOURCE, new EpochMark(0, 4))).isTrue();
    assertThat(reader.has(SOURCE, new EpochMark(1, 4))).isFalse();
    assertThat(reader.has(SOURCE, new EpochMark(0, 10))).isFalse();
  }

  @Test
  void aRecordThatHasExpiredMayHaveBeenThere() {
    topics.expire(SOURCE, 5);
    assertThat(reader.has(SOURCE, new EpochMark(0, 4))).isTrue();
    topics.of(SOURCE).removeIf(record -> record.offset() == 5);
    assertThat(reader.has(SOURCE, new EpochMark(0, 5))).as("the first that is left").isFalse();
  }

  @Test
  void nothingIsKnownWhileItCannotBeRead() {
    TopicRecordReader busy =
        new TopicRecordReader(failing(new TopicLogPool.BusyLogsException("all are lent")));
    TopicRecordReader gone = new TopicRecordReader(failing(new EvidenceGoneException("gone")));
    for (TopicRecordReader each : new TopicRecordReader[] {busy, gone}) {
      assertThat(each.areClaimsMet(Examples.shop(), claimed(2, 5))).isFalse();
      assertThat(each.has(SOURCE, new EpochMark(0, 4))).isFalse();
    }
  }

  private static TopicLogPool failing(RuntimeException failure) {
    return new TopicLogPool() {
      @Override
      public <T> T with(Function<TopicLog, T> use) {
        throw failure;
      }
    };
  }

  private boolean areMet(SourceBlock block) {
    return reader.areClaimsMet(Examples.shop(), block);
  }

  private SourceBlock claimed(int... offsets) {
    BitSet claimed = new BitSet();
    Tally tally = Tally.ZERO;
    for (int offset : offsets) {
      claimed.set(offset);
      SourceRecord record = topics.of(SOURCE).get(offset);
      tally = tally.plus(ContentHash.source(record));
    }
    return block(claimed, tally);
  }

  private static SourceBlock block(BitSet claimed, Tally tally) {
    return new SourceBlock(
        0, 0, claimed, tally, new BitSet(), Tally.ZERO, BlockVerdict.OPEN, Duration.ZERO, false);
  }
}
