package io.streamproof.audit.jdbc;

import static io.streamproof.audit.support.Examples.order;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamproof.audit.log.MemoryTopicLog;
import io.streamproof.audit.observation.PartitionObserver;
import io.streamproof.audit.report.LedgerSummary.SourceSummary;
import io.streamproof.audit.report.TimeRange;
import io.streamproof.audit.trouble.Trouble;
import io.streamproof.pipeline.record.SourceRecord;
import io.streamproof.pipeline.tally.Claim;
import io.streamproof.pipeline.tally.ContentHash;
import io.streamproof.pipeline.tally.Tally;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

/** Claims against a source partition of one full block and a tail. */
class SourceBlockTableIT {
  private static final int EVENTS = 300;

  private final LedgerFixture fixture = new LedgerFixture();
  private final MemoryTopicLog log = new MemoryTopicLog();
  private final List<SourceRecord> events = new ArrayList<>();
  private final PartitionObserver claims = fixture.observer("shop.claims", 0);
  private long claimed;

  SourceBlockTableIT() {
    for (long offset = 0; offset < EVENTS; offset++) {
      events.add(order(0, offset, "ada", 20));
    }
  }

  @Test
  void compactsABlockWhoseClaimsAreMet() {
    stand();
    claim(0, 256);
    judge();
    assertThat(blocks()).containsExactly("1 OPEN");
    assertThat(fixture.row("select claimed, observed from source_minute"))
        .containsEntry("claimed", 256L)
        .containsEntry("observed", 256L);
  }

  @Test
  void forgetsClaimsThatAreRepeatedAfterTheirBlockWasCompacted() {
    stand();
    claim(0, 256);
    judge();
    claim(0, 256);
    claim(0, 100);
    assertThat(summary().claimed()).as("before it is looked into").isEqualTo(256);
    assertThat(suspects()).as("and then it leads to nothing").isEqualTo(1);
    judge();
    assertThat(blocks()).containsExactly("1 OPEN");
    assertThat(findings()).isEmpty();
    assertThat(summary().claimed()).isEqualTo(256);
  }

  @Test
  void forgetsRepeatedClaimsOfWhatRetentionHasTakenMeanwhile() {
    stand();
    claim(0, 256);
    judge();
    log.expire(new TopicPartition("shop.source", 0), 256);
    claim(0, 256);
    judge();
    assertThat(blocks()).containsExactly("1 OPEN");
    assertThat(findings()).isEmpty();
  }

  @Test
  void callsNothingLostWhileRecordsMayHaveBeenRemoved() {
    claim(0, 256);
    events.remove(7);
    stand();
    fixture.troubles.replace(
        "shop", List.of(new Trouble(Trouble.Effect.REMOVAL, "it is compacted")));
    judge();
    assertThat(findings()).containsExactly("UNVERIFIABLE shop.source:0@0");
    assertThat(summary().violated()).isZero();
    assertThat(blocks()).containsExactly("0 UNVERIFIABLE", "1 OPEN");
  }

  @Test
  void callsClaimsUnverifiableWhoseRecordsWereGoneBeforeTheyWereRead() {
    claim(0, 99);
    events.subList(0, 256).clear();
    stand();
    log.expire(new TopicPartition("shop.source", 0), 256);
    judge();
    assertThat(findings()).containsExactly("UNVERIFIABLE shop.source:0@0");
    assertThat(summary().violated()).isZero();
  }

  @Test
  void findsLostWhatIsClaimedAfterItsLogWasFoundToBeCut() {
    stand();
    claim(0, 99);
    fixture.ledger.halt(
        new TopicPartition("shop.source", 0), 99L, "the brokers have lost its end", List.of());
    assertThat(suspects()).isZero();
    claim(98, 101);
    log.of(new TopicPartition("shop.source", 0)).removeIf(record -> record.offset() >= 99);
    judge();
    assertThat(findings())
        .containsExactly("LOST_AT_SOURCE shop.source:0@99", "LOST_AT_SOURCE shop.source:0@100");
    assertThat(suspects()).as("before anything else is claimed").isZero();
    claim(101, 102);
    assertThat(suspects()).isEqualTo(1);
  }

  @Test
  void keepsABlockThatClaimsCompleteAfterItsLogWasFoundToBeCut() {
    stand();
    fixture.ledger.halt(
        new TopicPartition("shop.source", 0), 250L, "the brokers have lost its end", List.of());
    claim(0, 256);
    log.of(new TopicPartition("shop.source", 0)).removeIf(record -> record.offset() >= 250);
    fixture.judgement.judgeSource(fixture.shop);
    investigate();
    assertThat(findings()).hasSize(6).contains("LOST_AT_SOURCE shop.source:0@255");
  }

  @Test
  void doesNotTakeClaimsOfAnotherTopicForThoseOfTheOneThatWasRead() {
    stand();
    fixture.ledger.halt(
        new TopicPartition("shop.source", 0), null, "the topic was created again", List.of());
    claim(0, 9);
    assertThat(suspects()).isZero();
  }

  @Test
  void findsAFalseClaimAboutABlockThatWasCompacted() {
    stand();
    claim(0, 256);
    judge();
    claim(new Claim(0, 0, "8" + "0".repeat(63), new Tally(1, 7, 7)));
    judge();
    assertThat(findings()).containsExactly("CORRUPTED shop.source:0@0");
    assertThat(summary().violated()).isEqualTo(1);
  }

  @Test
  void findsAnAlteredEventBesideOneThatNobodyClaims() {
    SourceRecord acknowledged = events.get(7);
    claim(0, 99);
    events.set(7, altered(acknowledged));
    stand();
    passTime("11 seconds");
    assertThat(suspects()).isEqualTo(1);
    judge();
    assertThat(findings()).containsExactly("CORRUPTED shop.source:0@0");
  }

  @Test
  void provesABlockInWhichOneEventIsNotClaimed() {
    claim(0, 99);
    claim(100, 256);
    stand();
    judge();
    assertThat(blocks()).as("the claim may still come").containsExactly("0 OPEN", "1 OPEN");
    passTime("11 seconds");
    judge();
    assertThat(blocks()).as("compared without").containsExactly("0 PROVEN", "1 OPEN");
    passTime("11 minutes");
    judge();
    assertThat(blocks()).containsExactly("1 OPEN");
    assertThat(findings()).isEmpty();
    assertThat(summary().observed()).isEqualTo(EVENTS);
  }

  @Test
  void countsClaimsThatItReadsLongAfterTheirRecords() {
    stand();
    passTime("2 minutes");
    judge();
    assertThat(blocks()).containsExactly("0 OPEN", "1 OPEN");
    claim(0, 256);
    judge();
    assertThat(blocks()).containsExactly("1 OPEN");
    assertThat(summary().claimed()).isEqualTo(256);
  }

  @Test
  void comparesClaimsThatComeAfterTheOthersWereFoundMet() {
    claim(0, 99);
    stand();
    passTime("11 seconds");
    investigate();
    assertThat(blocks()).containsExactly("0 PROVEN", "1 OPEN");
    claim(new Claim(0, 0, "0".repeat(63) + "1", new Tally(1, 7, 7)));
    judge();
    assertThat(findings()).containsExactly("CORRUPTED shop.source:0@0");
  }

  private void stand() {
    events.forEach(log::append);
    fixture.read(fixture.observer("shop.source", 0), events);
  }

  /** Claims events of the first block, as ingest acknowledged them. */
  private void claim(int from, int to) {
    Tally tally = Tally.ZERO;
    long[] words = new long[4];
    for (int offset = from; offset < to; offset++) {
      words[offset / 64] |= 1L << (63 - offset % 64);
      tally = tally.plus(ContentHash.source(events.get(offset)));
    }
    claim(Claim.of(0, 0, words, tally));
  }

  private void claim(Claim claim) {
    SourceRecord record =
        new SourceRecord(
            "shop.claims", 0, claimed++, 0, claim.key(), claim.toJson(), new RecordHeaders());
    fixture.read(claims, List.of(record));
  }

  private static SourceRecord altered(SourceRecord event) {
    return new SourceRecord(
        event.topic(),
        event.partition(),
        event.offset(),
        event.timestamp() + 1,
        event.key(),
        event.value(),
        event.headers());
  }

  private void passTime(String span) {
    fixture
        .jdbc
        .sql("update source_block set unclaimed_since = now() - ?::interval")
        .param(span)
        .update();
  }

  private void judge() {
    investigate();
    fixture.judgement.judgeSource(fixture.shop);
  }

  private void investigate() {
    fixture.investigator(fixture.investigations, log).step();
  }

  private List<String> blocks() {
    return fixture
        .jdbc
        .sql("select number || ' ' || verdict from source_block order by number")
        .query(String.class)
        .list();
  }

  private int suspects() {
    return fixture.turn(turn -> turn.unmetClaims(10).size());
  }

  private List<String> findings() {
    return fixture
        .jdbc
        .sql("select kind || ' ' || identity from finding")
        .query(String.class)
        .list();
  }

  private SourceSummary summary() {
    return new LedgerSummaryQueries(fixture.jdbc)
        .source(fixture.shop.specification(), TimeRange.ALL, TimeRange.ALL);
  }
}
