package io.streamproof.audit.observation;

import static io.streamproof.audit.support.Examples.order;
import static io.streamproof.audit.support.Examples.standing;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamproof.audit.baseline.Baseline;
import io.streamproof.audit.finding.Finding;
import io.streamproof.audit.finding.FindingIdentity;
import io.streamproof.audit.finding.FindingKind;
import io.streamproof.audit.log.LogIdentity;
import io.streamproof.audit.log.MemoryRecordFeed;
import io.streamproof.audit.log.MemoryTopicLog;
import io.streamproof.audit.log.RecordFeed;
import io.streamproof.audit.log.RecordFeed.LogBounds;
import io.streamproof.audit.replay.MemorySnapshotStore;
import io.streamproof.audit.support.Examples;
import io.streamproof.audit.trouble.Trouble;
import io.streamproof.audit.trouble.TroubleLog;
import io.streamproof.pipeline.record.SourceRecord;
import io.streamproof.pipeline.reference.ReferenceStage;
import io.streamproof.pipeline.stage.OutputRecord;
import io.streamproof.pipeline.tally.Claim;
import io.streamproof.pipeline.tally.Tally;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.ToLongFunction;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

/** A session, step by step, on a source partition of 250 orders. */
class ObservationSessionTests {
  private static final TopicPartition SOURCE = new TopicPartition("shop.source", 0);
  private static final Duration INTERVAL = Duration.ofMillis(250);
  private static final int ORDERS = 250;
  private static final Instant ACCEPTED_AT = Instant.parse("2026-01-01T00:00:00Z");

  private final MemoryTopicLog topics = new MemoryTopicLog();
  private final MemoryRecordFeed feed = new MemoryRecordFeed(topics);
  private final MemoryLedger ledger = new MemoryLedger();
  private final List<ObservedBatch> committed = new ArrayList<>();
  private final TroubleLog troubles = new TroubleLog();
  private Duration now = Duration.ZERO;
  private Set<String> acceptBaseline = Set.of();

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
  void writesABatchAsSoonAsItIsFullWithAllThatWasPolled() {
    ObservationSession session = begin(40);
    session.step();
    assertThat(ledger.batches).singleElement().returns(100, ObservedBatch::records);
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
    slow.finish();
    assertThat(ledger.batches).hasSize(1);
    assertThat(ledger.quarantined).isEmpty();
  }

  @Test
  void readsOnFromTheLedgerWhenAnotherSessionHasOvertakenIt() {
    ObservationSession slow = begin(20_000);
    slow.step();
    MemoryRecordFeed otherFeed = new MemoryRecordFeed(topics);
    otherFeed.assign(SOURCE);
    ObservationSession other = begin(otherFeed, 20_000);
    other.step();
    other.finish();
    run(slow);
    assertThat(ledger.batches).extracting(ObservedBatch::records).containsExactly(100, 100, 50);
    assertThat(next()).isEqualTo(ORDERS);
  }

  @Test
  void writesWhatItHasReadOfAPartitionWhoseTroubleIsOver() {
    ObservationSession session = begin(20_000);
    session.step();
    MemoryRecordFeed otherFeed = new MemoryRecordFeed(topics);
    otherFeed.assign(SOURCE);
    run(begin(otherFeed, 20_000));
    step(session, 250);
    step(session, 5_100);
    step(session, 1_950);
    topics.append(order(0, ORDERS, "ada", 20));
    step(session, 100);
    step(session, 250);
    assertThat(ledger.batches.stream().mapToInt(ObservedBatch::records).sum())
        .isEqualTo(ORDERS + 1);
  }

  private void step(ObservationSession session, long millis) {
    now = now.plusMillis(millis);
    session.step();
  }

  @Test
  void readsOnWhereOneOfThePartitionsCannotBeWritten() {
    TopicPartition large = new TopicPartition("shop.large", 0);
    ReferenceStage filter = new ReferenceStage(Examples.shop().stages().get(0).stage());
    for (long offset = 0; offset < 10; offset++) {
      OutputRecord passed = filter.process(order(0, offset, "ada", 20)).get(0);
      topics.append(standing(passed, 0, offset, passed.headers(1)));
    }
    feed.assign(large);
    ledger.refuse(large);
    ObservationSession session = begin(20_000);
    run(session);
    assertThat(next()).isEqualTo(ORDERS);
    assertThat(ledger.position(large).orElseThrow().next()).isZero();
    assertThat(ledger.quarantined).containsOnly(Map.entry(large, "bigint out of range"));

    ledger.accept(large);
    run(session);
    assertThat(ledger.position(large).orElseThrow().next()).isEqualTo(10);
    assertThat(ledger.quarantined).isEmpty();
    assertThat(ledger.findings).isEmpty();
  }

  @Test
  void passesByARecordThatCannotBeObserved() {
    SourceRecord odd =
        new SourceRecord(
            "shop.source",
            0,
            ORDERS,
            Long.MAX_VALUE,
            null,
            "{}".getBytes(UTF_8),
            new RecordHeaders());
    topics.append(odd);
    run(begin(20_000));
    assertThat(next()).isEqualTo(ORDERS + 1);
    assertThat(ledger.findings)
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.kind()).isEqualTo(FindingKind.UNVERIFIABLE);
              assertThat(finding.identity().value()).isEqualTo("shop.source:0@250");
              assertThat(finding.detail()).contains("1970 and 9999");
            });
    assertThat(ledger.position(SOURCE).orElseThrow().lastTimeMillis()).isEqualTo(1_000_249);
  }

  @Test
  void readsNothingOfATopicThatWasCreatedAgain() {
    ObservationSession session = begin(20_000);
    run(session);
    topics.recreate("shop.source");
    topics.append(order(0, 0, "bob", 20));
    session.step();
    assertThat(ledger.position(SOURCE).orElseThrow().isHalted()).isTrue();
    run(session);
    assertThat(ledger.batches.stream().mapToInt(ObservedBatch::records).sum()).isEqualTo(ORDERS);
    assertThat(ledger.findings.get(0).detail()).contains("deleted and created again");
    assertThat(ledger.findings.stream().skip(1))
        .hasSize(ORDERS)
        .allMatch(finding -> finding.kind() == FindingKind.LOST_AT_SOURCE);
  }

  @Test
  void stopsReadingATopicThatWasCreatedAgainAndHasGrownFurtherThanBefore() {
    ObservationSession session = begin(20_000);
    run(session);
    topics.recreate("shop.source");
    for (long offset = 0; offset < 400; offset++) {
      topics.append(order(0, offset, "bob", 20));
    }
    run(session);
    assertThat(ledger.position(SOURCE).orElseThrow().isHalted()).isTrue();
    assertThat(ledger.findings.get(0).detail()).contains("deleted and created again");
  }

  @Test
  void readsNothingOfALogThatHasLostItsEnd() {
    ObservationSession first = begin(20_000);
    run(first);
    topics.of(SOURCE).removeIf(record -> record.offset() >= 200);
    MemoryRecordFeed later = new MemoryRecordFeed(topics);
    later.assign(SOURCE);
    run(begin(later, 20_000));
    assertThat(ledger.position(SOURCE).orElseThrow().isHalted()).isTrue();
    assertThat(ledger.findings).hasSize(1 + 50);
    assertThat(ledger.findings.get(1).identity().value()).isEqualTo("shop.source:0@200");
  }

  @Test
  void readsNothingOfALogThatHasLostItsEndAndGrownAgain() {
    ObservationSession session = begin(20_000);
    run(session);
    feed.truncate(SOURCE, 240);
    run(session);
    assertThat(ledger.position(SOURCE).orElseThrow().isHalted()).isTrue();
    assertThat(ledger.findings).hasSize(1 + 10);
    assertThat(ledger.findings.get(0).detail()).contains("was cut at offset 240");
  }

  @Test
  void readsNothingOfALogThatHasLostTheGapAtItsEndAndGrownAgain() {
    ledger.positions.put(
        SOURCE,
        new ReadPosition(0, ORDERS + 9, ORDERS - 1, null, Map.of(), LogIdentity.UNKNOWN, false));
    for (long offset = ORDERS + 5; offset < ORDERS + 20; offset++) {
      topics.append(order(0, offset, "ada", 20));
    }
    run(begin(20_000));
    assertThat(ledger.position(SOURCE).orElseThrow().isHalted()).isTrue();
    assertThat(ledger.findings.get(0).detail()).contains("was cut at offset 255");
  }

  @Test
  void countsOthersOfThePipelineOnceWhereSuchALogIsFound() {
    TopicPartition large = new TopicPartition("shop.large", 1);
    topics.run(Examples.shop().stages().get(0));
    ledger.positions.put(
        SOURCE,
        new ReadPosition(0, ORDERS + 9, ORDERS - 1, null, Map.of(), LogIdentity.UNKNOWN, false));
    topics.append(order(0, ORDERS + 5, "ada", 20));
    topics.append(order(0, ORDERS + 10, "ada", 20));
    MemoryRecordFeed both = new MemoryRecordFeed(topics);
    both.assign(large);
    ObservationSession session = begin(both, 20_000);
    session.step();
    both.assign(SOURCE);
    run(session);
    assertThat(ledger.position(SOURCE).orElseThrow().isHalted()).isTrue();
    assertThat(ledger.batches.stream().mapToInt(ObservedBatch::records).sum())
        .isEqualTo(topics.of(large).size());
  }

  @Test
  void readsOnWhereTheGapAtItsEndIsAllThatHasNotExpired() {
    ledger.positions.put(
        SOURCE,
        new ReadPosition(0, ORDERS + 9, ORDERS - 1, null, Map.of(), LogIdentity.UNKNOWN, false));
    topics.append(order(0, ORDERS + 10, "ada", 20));
    topics.expire(SOURCE, ORDERS + 5);
    run(begin(20_000));
    assertThat(next()).isEqualTo(ORDERS + 11);
    assertThat(ledger.findings).isEmpty();
  }

  /** The brokers compare the epoch with what they have before that offset, and only there. */
  @Test
  void readsOnFromBehindItsMarkOnceItHasCaughtUp() {
    TopicPartition large = new TopicPartition("shop.large", 1);
    topics.run(Examples.shop().stages().get(0));
    MemoryRecordFeed first = new MemoryRecordFeed(topics);
    first.assign(large);
    run(begin(first, 20_000));
    List<SourceRecord> records = topics.of(large);
    SourceRecord last = records.remove(records.size() - 1);
    topics.append(
        new SourceRecord(
            last.topic(),
            last.partition(),
            last.offset() + 50,
            last.timestamp(),
            last.key(),
            last.value(),
            last.headers()));
    MemoryRecordFeed later = new MemoryRecordFeed(topics);
    later.assign(large);
    List<Long> sought = new ArrayList<>();
    run(begin(withSeeks(later, sought), 20_000));
    assertThat(sought).containsExactly(0L, 0L, last.offset() + 1);
  }

  @Test
  void readsOnWhereAnotherInstanceHasReadPastTheEndThatItHasLookedUp() {
    ObservationSession first = begin(20_000);
    run(first);
    MemoryRecordFeed later = new MemoryRecordFeed(topics);
    later.assign(SOURCE);
    run(begin(withBounds(later, new LogBounds(0, 100)), 20_000));
    assertThat(ledger.position(SOURCE).orElseThrow().isHalted()).isFalse();
    assertThat(ledger.findings).isEmpty();
  }

  /** A feed that notes where it is sought. */
  private static RecordFeed withSeeks(RecordFeed feed, List<Long> sought) {
    return (RecordFeed)
        Proxy.newProxyInstance(
            RecordFeed.class.getClassLoader(),
            new Class<?>[] {RecordFeed.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("seek")) {
                sought.add((Long) arguments[1]);
              }
              return method.invoke(feed, arguments);
            });
  }

  /** A feed whose bounds were looked up a while ago. */
  private static RecordFeed withBounds(RecordFeed feed, LogBounds bounds) {
    return (RecordFeed)
        Proxy.newProxyInstance(
            RecordFeed.class.getClassLoader(),
            new Class<?>[] {RecordFeed.class},
            (proxy, method, arguments) ->
                method.getName().equals("bounds")
                    ? Map.of(SOURCE, bounds)
                    : method.invoke(feed, arguments));
  }

  @Test
  void takesBackWhatSomebodyNotedOfAPartitionThatItReads() {
    ObservationSession session = begin(20_000);
    run(session);
    ledger.quarantine(SOURCE, "another instance could not write it, and is gone");
    run(session);
    assertThat(ledger.quarantined).as("though there is nothing more to read").isEmpty();
  }

  @Test
  void beginsAnewWhereALedgerFromABackupKnowsNothingOfALogThatWasTruncated() {
    ObservationSession session = begin(20_000);
    run(session);
    ledger.positions.clear();
    feed.truncate(SOURCE, 240);
    run(session);
    assertThat(ledger.position(SOURCE).orElseThrow().isHalted()).isFalse();
    assertThat(next()).isEqualTo(ORDERS);
  }

  @Test
  void readsAgainWhatALedgerFromABackupDoesNotHold() {
    ObservationSession session = begin(20_000);
    run(session);
    ledger.positions.put(SOURCE, ReadPosition.startingAt(0, LogIdentity.UNKNOWN));
    run(session);
    assertThat(next()).isEqualTo(ORDERS);
    assertThat(ledger.batches.stream().mapToInt(ObservedBatch::records).sum())
        .isEqualTo(2 * ORDERS);
  }

  /** Steps for as long as it takes until checks and retries have had their turn. */
  private void run(ObservationSession session) {
    for (int step = 0; step < 40; step++) {
      now = now.plus(INTERVAL);
      session.step();
    }
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
    ledger.begin(SOURCE, ReadPosition.startingAt(0, LogIdentity.UNKNOWN));
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

  @Test
  void saysSoWhereTheBeginningWasGoneBeforeItReadAnything() {
    topics.expire(SOURCE, 30);
    ObservationSession session = begin(20_000);
    session.step();
    session.finish();
    assertThat(ledger.findings)
        .singleElement()
        .satisfies(
            finding ->
                assertThat(finding.detail())
                    .isEqualTo(
                        "records 0 to 29 of shop.source-0 were gone before the audit could read"
                            + " them"));
    assertThat(ledger.position(SOURCE).orElseThrow().start()).isEqualTo(30);
    assertThat(next()).isEqualTo(130);
  }

  @Test
  void readsOnBehindABatchThatCannotBeDecoded() {
    feed.damage(SOURCE, 120, 140);
    run(begin(20_000));
    assertThat(ledger.findings)
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.kind()).isEqualTo(FindingKind.UNVERIFIABLE);
              assertThat(finding.identity().value()).isEqualTo("shop.source:0@120");
              assertThat(finding.detail()).contains("records 120 to 139 of shop.source-0");
            });
    assertThat(ledger.batches.stream().mapToInt(ObservedBatch::records).sum())
        .isEqualTo(ORDERS - 20);
    assertThat(next()).isEqualTo(ORDERS);
    assertThat(ledger.position(SOURCE).orElseThrow().start()).isEqualTo(140);
  }

  @Test
  void readsNothingOfAPipelineThatCannotBeReadUntilItCan() {
    troubles.replace("shop", List.of(new Trouble(Trouble.Effect.OUTAGE, "a topic is missing")));
    ObservationSession session = begin(20_000);
    assertThat(feed.subscribed()).isEmpty();
    troubles.replace("shop", List.of(new Trouble(Trouble.Effect.REMOVAL, "it is compacted")));
    run(session);
    assertThat(feed.subscribed()).containsAll(Examples.shop().topics().keySet());
    assertThat(next()).isEqualTo(ORDERS);
  }

  @Test
  void readsNoPartitionThatTheSpecificationDoesNotKnow() {
    TopicPartition third = new TopicPartition("shop.source", 2);
    topics.append(order(2, 0, "ada", 20));
    feed.assign(third);
    run(begin(20_000));
    assertThat(next()).isEqualTo(ORDERS);
    assertThat(ledger.position(third)).isEmpty();
    assertThat(ledger.findings).isEmpty();
  }

  @Test
  void acceptsABaselineWhereItWasAskedTo() {
    topics.expire(SOURCE, 30);
    acceptBaseline = Set.of("shop");
    ObservationSession session = begin(20_000);
    session.step();
    session.finish();
    assertThat(ledger.findings).isEmpty();
    assertThat(ledger.baseline.partitions())
        .containsOnly(Map.entry(SOURCE, new Baseline(30, 30, ACCEPTED_AT)));
    assertThat(next()).isEqualTo(130);
  }

  @Test
  void acceptsNoBaselineOfAPipelineOfWhichAnythingWasRead() {
    topics.expire(SOURCE, 30);
    acceptBaseline = Set.of("*");
    ledger.begin(
        new TopicPartition("shop.large", 1), ReadPosition.startingAt(0, LogIdentity.UNKNOWN));
    ObservationSession session = begin(20_000);
    session.step();
    assertThat(ledger.baseline.isNone()).isTrue();
    assertThat(ledger.findings).extracting(Finding::kind).containsOnly(FindingKind.UNVERIFIABLE);
  }

  @Test
  void acceptsNoBaselineOfAPipelineThatIsNotNamed() {
    topics.expire(SOURCE, 30);
    acceptBaseline = Set.of("shop-2");
    begin(20_000).step();
    assertThat(ledger.baseline.isNone()).isTrue();
    assertThat(ledger.findings).extracting(Finding::kind).containsOnly(FindingKind.UNVERIFIABLE);
  }

  @Test
  void countsNothingOfWhatFollowsFromRecordsBeforeTheBaseline() {
    TopicPartition large = new TopicPartition("shop.large", 0);
    topics.expire(SOURCE, 30);
    acceptBaseline = Set.of("shop");
    ReferenceStage filter = new ReferenceStage(Examples.shop().stages().get(0).stage());
    for (long offset = 20; offset < 40; offset++) {
      OutputRecord passed = filter.process(order(0, offset, "ada", 20)).get(0);
      topics.append(standing(passed, 0, offset - 20, passed.headers(1)));
    }
    feed.assign(large);
    run(begin(20_000));
    SegmentKey block = new SegmentKey((short) 1, 0, 0, 256);
    assertThat(sum(block, delta -> delta.observed().count())).isEqualTo(10);
    assertThat(sum(block, SegmentDelta::records)).isEqualTo(220);
  }

  @Test
  void saysThatAStageCannotBeVerifiedWhoseStateIsOlderThanTheBaseline() {
    TopicPartition large = new TopicPartition("shop.large", 0);
    ReferenceStage filter = new ReferenceStage(Examples.shop().stages().get(0).stage());
    for (long offset = 0; offset < 40; offset++) {
      OutputRecord passed = filter.process(order(0, offset, "ada", 20)).get(0);
      topics.append(standing(passed, 0, offset, passed.headers(1)));
    }
    topics.expire(large, 10);
    feed.assign(large);
    acceptBaseline = Set.of("shop");
    run(begin(20_000));
    assertThat(ledger.findings)
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.kind()).isEqualTo(FindingKind.UNVERIFIABLE);
              assertThat(finding.subject().stage()).isEqualTo("spent");
              assertThat(finding.detail()).contains("before offset 10 of shop.large-0");
            });
    assertThat(ledger.batches)
        .allSatisfy(
            batch ->
                assertThat(batch.hops())
                    .as("nothing of the aggregate is compared")
                    .noneMatch(hop -> hop.stageId() == 2));
  }

  @Test
  void ignoresClaimsThatAreAboutRecordsBeforeTheBaselineToo() {
    TopicPartition claims = new TopicPartition("shop.claims", 0);
    topics.expire(SOURCE, 30);
    feed.assign(claims);
    acceptBaseline = Set.of("shop");
    // The offsets 29 and 30, and 30 and 31.
    topics.append(claim(0, 3L << 33));
    topics.append(claim(1, 3L << 32));
    run(begin(20_000));
    assertThat(ledger.batches.stream().flatMap(batch -> batch.claims().values().stream()))
        .singleElement()
        .satisfies(claimed -> assertThat(claimed).singleElement().returns(30L, Claim::firstOffset));
  }

  private static SourceRecord claim(long offset, long firstWord) {
    Claim claim = Claim.of(0, 0, new long[] {firstWord, 0, 0, 0}, new Tally(2, 1, 1));
    return new SourceRecord(
        "shop.claims", 0, offset, 1, claim.key(), claim.toJson(), new RecordHeaders());
  }

  private long sum(SegmentKey block, ToLongFunction<SegmentDelta> count) {
    return ledger.batches.stream()
        .map(batch -> batch.segments(new BlockCuts()).get(block))
        .filter(Objects::nonNull)
        .mapToLong(count)
        .sum();
  }

  private ObservationSession begin(int batchRecords) {
    return begin(feed, batchRecords);
  }

  private ObservationSession begin(RecordFeed from, int batchRecords) {
    ObservationSession session =
        new ObservationSession(
            from,
            ledger,
            topics,
            MemorySnapshotStore.empty(),
            List.of(Examples.shop()),
            troubles,
            new ObservationSession.ObservationSettings(
                batchRecords, INTERVAL, true, acceptBaseline),
            () -> now.toNanos(),
            () -> ACCEPTED_AT,
            committed::add);
    session.begin();
    return session;
  }

  private long next() {
    return ledger.position(SOURCE).orElseThrow().next();
  }
}
