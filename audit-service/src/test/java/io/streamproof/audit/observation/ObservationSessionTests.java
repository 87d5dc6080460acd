package io.streamproof.audit.observation;

import static io.streamproof.audit.support.Examples.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamproof.audit.finding.FindingIdentity;
import io.streamproof.audit.finding.FindingKind;
import io.streamproof.audit.log.MemoryRecordFeed;
import io.streamproof.audit.log.MemoryTopicLog;
import io.streamproof.audit.observation.Ledger.FencedException;
import io.streamproof.audit.replay.MemorySnapshotStore;
import io.streamproof.audit.support.Examples;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** A session, step by step, on a source partition of 250 orders. */
class ObservationSessionTests {
  private static final TopicPartition SOURCE = new TopicPartition("shop.source", 0);
  private static final Duration INTERVAL = Duration.ofMillis(250);
  private static final int ORDERS = 250;

  private final MemoryTopicLog topics = new MemoryTopicLog();
  private final MemoryRecordFeed feed = new MemoryRecordFeed(topics);
  private final MemoryLedger ledger = new MemoryLedger();
  private final List<ObservedBatch> committed = new ArrayList<>();
  private Duration now = Duration.ZERO;

  ObservationSessionTests() {
    for (long offset = 0; offset < ORDERS; offset++) {
      topics.append(order(0, offset, "ada", 20));
    }
    feed.assign(SOURCE);
  }

  @Test
  void writesWhatItHasReadOnceTheBatchIsDue() {
    ObservationSession session = begin(20_000);
    session.step();
    assertThat(ledger.batches).isEmpty();
    now = now.plus(INTERVAL);
    session.step();
    assertThat(ledger.batches).singleElement().returns(200, ObservedBatch::records);
    assertThat(next()).isEqualTo(200);
    assertThat(committed).isEqualTo(ledger.batches);
    session.finish();
    assertThat(next()).as("nothing more was polled").isEqualTo(200);
  }

  @Test
  void writesABatchAsSoonAsItIsFull() {
    ObservationSession session = begin(40);
    session.step();
    assertThat(ledger.batches).hasSize(2);
    assertThat(next()).isEqualTo(80);
    session.finish();
    assertThat(next()).isEqualTo(100);
  }

  @Test
  void writesWhatItHasReadBeforeAPartitionIsRevoked() {
    ObservationSession session = begin(20_000);
    session.step();
    feed.revoke(SOURCE);
    session.step();
    assertThat(next()).isEqualTo(100);
    topics.append(order(0, ORDERS, "ada", 20));
    session.finish();
    assertThat(next()).isEqualTo(100);
  }

  @Test
  void writesNothingOfPartitionsThatItHasLost() {
    ObservationSession session = begin(20_000);
    session.step();
    feed.lose(SOURCE);
    assertThatThrownBy(session::step).rootCause().hasMessageStartingWith("lost its partitions");
    session.abandon();
    session.finish();
    assertThat(ledger.batches).isEmpty();
  }

  @Test
  void writesNothingWhenAnotherSessionHasOvertakenIt() {
    ObservationSession slow = begin(20_000);
    slow.step();
    MemoryRecordFeed otherFeed = new MemoryRecordFeed(topics);
    otherFeed.assign(SOURCE);
    ObservationSession other = begin(otherFeed, 20_000);
    other.step();
    other.finish();
    assertThatThrownBy(slow::finish).isInstanceOf(FencedException.class);
    assertThat(ledger.batches).hasSize(1);
  }

  @Test
  void resumesWhereTheLedgerIs() {
    ObservationSession first = begin(20_000);
    first.step();
    first.finish();
    MemoryRecordFeed nextFeed = new MemoryRecordFeed(topics);
    nextFeed.assign(SOURCE);
    ObservationSession second = begin(nextFeed, 20_000);
    second.step();
    second.step();
    second.finish();
    assertThat(next()).isEqualTo(ORDERS);
    assertThat(ledger.batches).extracting(ObservedBatch::records).containsExactly(100, 150);
  }

  @Test
  void continuesBehindRecordsThatExpiredAndSaysSo() {
    ledger.begin(SOURCE, ReadPosition.startingAt(0));
    topics.expire(SOURCE, 30);
    ObservationSession session = begin(20_000);
    session.step();
    session.finish();
    assertThat(ledger.findings)
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.kind()).isEqualTo(FindingKind.UNVERIFIABLE);
              assertThat(finding.identity()).isEqualTo(FindingIdentity.ofBeginning(SOURCE, 30));
              assertThat(finding.detail())
                  .isEqualTo(
                      "records 0 to 29 of shop.source-0 were gone before the audit could read them");
            });
    assertThat(next()).isEqualTo(130);
  }

  private ObservationSession begin(int batchRecords) {
    return begin(feed, batchRecords);
  }

  private ObservationSession begin(MemoryRecordFeed from, int batchRecords) {
    ObservationSession session =
        new ObservationSession(
            from,
            ledger,
            MemorySnapshotStore.empty(),
            List.of(Examples.shop()),
            new ObservationSession.ObservationSettings(batchRecords, INTERVAL, true),
            () -> now.toNanos(),
            committed::add);
    session.begin();
    return session;
  }

  private long next() {
    return ledger.position(SOURCE).orElseThrow().next();
  }
}
