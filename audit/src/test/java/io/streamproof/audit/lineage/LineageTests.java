package io.streamproof.audit.lineage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.finding.RecordPlace;
import io.streamproof.audit.lineage.Lineage.WalkDirection;
import io.streamproof.audit.lineage.LineageStep.MatchResult;
import io.streamproof.audit.log.MemoryTopicLog;
import io.streamproof.audit.replay.MemorySnapshotStore;
import io.streamproof.audit.support.Examples;
import io.streamproof.pipeline.record.Partitioner;
import io.streamproof.pipeline.record.SourceRecord;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LineageTests {
  private static final int ORDERS = 20_000;
  private static final Contributors.PageRequest PAGE = new Contributors.PageRequest(-1, 10);
  private static final TopicPartition LARGE = new TopicPartition("shop.large", 0);
  private static final TopicPartition SPENT = new TopicPartition("shop.spent", 0);

  private final AuditedPipeline shop = Examples.shop();
  private final MemoryTopicLog topics = new MemoryTopicLog();
  private final Lineage lineage =
      new Lineage(topics, MemorySnapshotStore.empty(), new SettledRepository());

  /** Of ten customers in turn; every other order is large enough. */
  @BeforeEach
  void run() {
    List<String> customers =
        IntStream.range(0, 100)
            .mapToObj(i -> "customer" + i)
            .filter(name -> Partitioner.ofKey(name.getBytes(UTF_8), 2) == 0)
            .limit(10)
            .toList();
    for (int i = 0; i < ORDERS; i++) {
      topics.append(Examples.order(0, i, customers.get(i / 2 % 10), 5 + 10L * (i % 2)));
    }
    shop.stages().forEach(topics::run);
  }

  @Test
  void aResultLeadsBackToTheClientsEvent() {
    LineageStep result = back(place(SPENT, topics.of(SPENT).get(500)));
    assertThat(result.matches()).isEqualTo(MatchResult.TRUE);
    LineageStep passed = cause(result);
    assertThat(passed.stage()).isEqualTo("large");
    assertThat(passed.matches()).isEqualTo(MatchResult.TRUE);
    LineageStep event = cause(passed);
    assertThat(event.cause()).isNull();
    assertThat(event.place()).extracting(RecordPlace::topic).isEqualTo("shop.source");
  }

  @Test
  void anAggregateGivesItsContributorsPageByPage() {
    SourceRecord result = topics.of(SPENT).get(500);
    Contributors first = contributors(back(place(SPENT, result)));
    assertThat(first.complete()).isTrue();
    assertThat(first.records()).hasSize(10);
    assertThat(new String(result.value(), UTF_8)).contains("\"orders\":" + first.count());
    long next = Optional.ofNullable(first.next()).orElseThrow();
    Contributors second =
        contributors(
            lineage.of(
                shop,
                place(SPENT, result),
                WalkDirection.BACK,
                new Contributors.PageRequest(next, 10)));
    assertThat(second.count()).isEqualTo(first.count());
    assertThat(second.records().get(0).offset()).isGreaterThan(next);
  }

  @Test
  void anEventLeadsForwardToAllThatItCaused() {
    LineageHop filter = hop(new RecordPlace("shop.source", 0, 15_001));
    assertThat(filter.outcome()).isEqualTo(LineageHop.Outcome.EMITTED);
    LineageStep passed = filter.emissions().get(0);
    assertThat(passed.matches()).isEqualTo(MatchResult.TRUE);
    assertThat(passed.hops().get(0).emissions()).hasSize(1);
    assertThat(passed.hops().get(0).emissions().get(0).matches()).isEqualTo(MatchResult.TRUE);
  }

  @Test
  void aFilteredEventEndsWithTheExpressionThatWasFalse() {
    LineageHop filter = hop(new RecordPlace("shop.source", 0, 15_000));
    assertThat(filter.outcome()).isEqualTo(LineageHop.Outcome.DISCARDED);
    assertThat(filter.why()).isEqualTo("data.total >= 10 is false");
  }

  @Test
  void onlyTheStepThatWasTamperedWithIsWrong() {
    SourceRecord right = topics.of(SPENT).get(700);
    topics
        .of(SPENT)
        .set(
            700,
            new SourceRecord(
                right.topic(),
                right.partition(),
                right.offset(),
                right.timestamp(),
                right.key(),
                "{}".getBytes(UTF_8),
                right.headers()));
    LineageStep wrong = back(place(SPENT, right));
    assertThat(wrong.matches()).isEqualTo(MatchResult.FALSE);
    assertThat(wrong.why()).isEqualTo("its value differs");
    assertThat(cause(wrong).matches()).isEqualTo(MatchResult.TRUE);
  }

  @Test
  void whatRetentionHasTakenMakesAStepUnknown() {
    topics.expire(new TopicPartition("shop.source", 0), 10_000);
    topics.expire(LARGE, 100);
    LineageStep result = back(place(SPENT, topics.of(SPENT).get(500)));
    assertThat(result.matches()).isEqualTo(MatchResult.UNKNOWN);
    assertThat(result.why()).contains("are gone");
    assertThat(cause(cause(result)).why()).isEqualTo("it is gone: the partition begins at 10000");
  }

  @Test
  void aSearchReadsFewRecords() {
    EmissionSearch search =
        new EmissionSearch(
            new BoundedReader(topics, BoundedReader.MOST_RECORDS), shop.stages().get(0), 0);
    assertThat(search.find(LARGE, 15_001)).hasSize(1);
    assertThat(topics.read()).isLessThan(6_000);
  }

  @Test
  void aSearchFindsEveryEmissionThatStandsThere() {
    for (int offset = 1; offset < ORDERS; offset += 998) {
      EmissionSearch search =
          new EmissionSearch(
              new BoundedReader(topics, BoundedReader.MOST_RECORDS), shop.stages().get(0), 0);
      assertThat(search.find(LARGE, offset)).as("of %d", offset).hasSize(1);
      assertThat(search.find(LARGE, offset + 1L)).as("of %d", offset + 1).isEmpty();
    }
  }

  private LineageStep back(RecordPlace place) {
    return lineage.of(shop, place, WalkDirection.BACK, PAGE);
  }

  private LineageHop hop(RecordPlace place) {
    return lineage.of(shop, place, WalkDirection.FORWARD, PAGE).hops().get(0);
  }

  private static LineageStep cause(LineageStep step) {
    return Optional.ofNullable(step.cause()).orElseThrow();
  }

  private static Contributors contributors(LineageStep step) {
    return Optional.ofNullable(step.contributors()).orElseThrow();
  }

  private static RecordPlace place(TopicPartition partition, SourceRecord record) {
    return new RecordPlace(partition.topic(), partition.partition(), record.offset());
  }
}
