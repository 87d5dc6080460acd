package io.streamproof.audit.jdbc;

import static io.streamproof.audit.support.Examples.order;
import static io.streamproof.audit.support.Examples.standing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamproof.audit.baseline.Baseline;
import io.streamproof.audit.baseline.PipelineBaseline;
import io.streamproof.audit.finding.Finding;
import io.streamproof.audit.observation.Ledger.FencedException;
import io.streamproof.audit.observation.PartitionObserver;
import io.streamproof.pipeline.record.SourceRecord;
import io.streamproof.pipeline.reference.ReferenceStage;
import io.streamproof.pipeline.stage.OutputRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class JdbcLedgerIT {
  private static final Instant ACCEPTED_AT = Instant.parse("2026-01-01T00:00:00Z");

  private final LedgerFixture fixture = new LedgerFixture();

  @Test
  void runsOnPostgres18() {
    assertThat(fixture.row("select current_setting('server_version_num')::int / 10000 as major"))
        .containsEntry("major", 18);
  }

  @Test
  void addsModulo2To64() {
    assertThat(add64(Long.MAX_VALUE, 1)).isEqualTo(Long.MIN_VALUE);
    assertThat(add64(Long.MIN_VALUE, Long.MIN_VALUE)).isZero();
    assertThat(add64(Long.MIN_VALUE, -1)).isEqualTo(Long.MAX_VALUE);
    assertThat(add64(-1, 1)).isZero();
    assertThat(add64(41, 1)).isEqualTo(42);
  }

  @Test
  void givesTheSameSumsHoweverTheRecordsAreCutIntoBatches() {
    PartitionObserver whole = fixture.observer("shop.source", 0);
    PartitionObserver cut = fixture.observer("shop.source", 1);
    fixture.read(whole, orders(0, 0, 600));
    for (int from = 0; from < 600; from += 37) {
      fixture.read(cut, orders(1, from, Math.min(600, from + 37)));
    }
    assertThat(sums(0)).hasSize(3).isEqualTo(sums(1));
  }

  @Test
  void writesNothingForAnObserverThatAnotherHasOvertaken() {
    PartitionObserver zombie = fixture.observer("shop.source", 0);
    PartitionObserver successor = fixture.observer("shop.source", 0);
    fixture.read(successor, orders(0, 0, 10));
    assertThatThrownBy(() -> fixture.read(zombie, orders(0, 0, 5)))
        .isInstanceOf(FencedException.class);
    assertThat(fixture.row("select sum(records) as records from block where stage_id = 1"))
        .containsEntry("records", 10L);
  }

  @Test
  void takesBackTheNotesOfPartitionsThatAreRead() {
    fixture.observer("shop.source", 0);
    fixture.observer("shop.source", 1);
    fixture.ledger.quarantine(new TopicPartition("shop.source", 0), "it cannot be written");
    fixture.ledger.quarantine(new TopicPartition("shop.source", 1), "nor can this");
    fixture.ledger.release(Set.of(new TopicPartition("shop.source", 0)));
    assertThat(
            fixture.row("select partition from topic_position where quarantined_why is not null"))
        .containsEntry("partition", 1);
  }

  @Test
  void resumesFromWhereTheLedgerIs() {
    fixture.read(fixture.observer("shop.source", 0), orders(0, 0, 10));
    PartitionObserver resumed = fixture.observer("shop.source", 0);
    assertThat(resumed.readFrom()).isEqualTo(10);
    fixture.read(resumed, orders(0, 0, 20));
    assertThat(fixture.row("select sum(records) as records from block where stage_id = 1"))
        .containsEntry("records", 20L);
  }

  @Test
  void resumesAReferenceWithStateFromItsSnapshot() {
    PartitionObserver observer = fixture.observer("shop.large", 0);
    List<SourceRecord> records = outputs(0, 0, 25_000);
    fixture.read(observer, records.subList(0, 22_000));
    fixture.read(observer, records.subList(22_000, 22_500));
    PartitionObserver resumed = fixture.observer("shop.large", 0);
    assertThat(resumed.readFrom()).isEqualTo(22_000);
    fixture.read(resumed, records.subList(22_000, 25_000));
    fixture.read(fixture.observer("shop.large", 1), outputs(1, 0, 25_000));
    assertThat(expectedOfSpent(0)).isEqualTo(expectedOfSpent(1));
  }

  @Test
  void findsAnEventThatStandsInTheSourceTwice() {
    PartitionObserver observer = fixture.observer("shop.source", 0);
    fixture.read(observer, orders(0, 0, 3));
    SourceRecord first = order(0, 1, "ada", 5);
    SourceRecord again =
        new SourceRecord(
            first.topic(), 0, 3, first.timestamp(), first.key(), first.value(), first.headers());
    fixture.read(observer, List.of(again));
    assertThat(fixture.row("select kind, identity from finding"))
        .containsEntry("kind", "DUPLICATED_AT_SOURCE")
        .containsEntry("identity", "shop.source:0@3");
  }

  @Test
  void acceptsABaselineOnce() {
    PipelineBaseline baseline =
        new PipelineBaseline(
            Map.of(
                new TopicPartition("shop.source", 0), new Baseline(256, 300, ACCEPTED_AT),
                new TopicPartition("shop.large", 1), new Baseline(0, 20, ACCEPTED_AT)));
    PipelineBaseline later =
        new PipelineBaseline(
            Map.of(new TopicPartition("shop.source", 1), new Baseline(400, 400, ACCEPTED_AT)));
    List<Finding> findings = Finding.unknownStates(fixture.shop, later);
    assertThat(fixture.ledger.baseline(fixture.shop).isNone()).isTrue();
    assertThat(fixture.ledger.accept(fixture.shop, baseline, findings)).isTrue();
    assertThat(fixture.ledger.accept(fixture.shop, later, findings)).isFalse();
    assertThat(fixture.ledger.baseline(fixture.shop)).isEqualTo(baseline);
    assertThat(fixture.observer("shop.source", 0).readFrom()).isEqualTo(256);
    assertThat(fixture.observer("shop.source", 1).readFrom()).isZero();
    TopicPartition source = new TopicPartition("shop.source", 0);
    assertThat(fixture.ledger.baseline(fixture.shop).judgedFrom(source)).isEqualTo(300);
    assertThat(start(source)).as("nothing has gone since").isZero();
  }

  @Test
  void acceptsNoBaselineOnceAnythingWasRead() {
    fixture.observer("shop.large-dlt", 0);
    PipelineBaseline baseline =
        new PipelineBaseline(
            Map.of(new TopicPartition("shop.source", 0), new Baseline(256, 300, ACCEPTED_AT)));
    assertThat(fixture.ledger.accept(fixture.shop, baseline, List.of())).isFalse();
    assertThat(fixture.ledger.baseline(fixture.shop).isNone()).isTrue();
  }

  @Test
  void readsBehindWhatGoesAfterTheBaseline() {
    TopicPartition source = new TopicPartition("shop.source", 0);
    fixture.ledger.accept(
        fixture.shop,
        new PipelineBaseline(Map.of(source, new Baseline(256, 300, ACCEPTED_AT))),
        List.of());
    fixture.ledger.skipTo(
        source, 400, Finding.expired(fixture.shop.role("shop.source"), source, 256, 400, null));
    assertThat(start(source)).isEqualTo(400);
    assertThat(fixture.ledger.baseline(fixture.shop).readFrom(source)).isEqualTo(256);
  }

  private long start(TopicPartition partition) {
    return fixture.turn(turn -> turn.start(partition));
  }

  private long add64(long a, long b) {
    return fixture.jdbc.sql("select add64(?, ?)").params(a, b).query(Long.class).single();
  }

  private List<Object> sums(int partition) {
    return fixture
        .jdbc
        .sql(
            """
            select array[first_offset, records, emitted_from, expected_count, expected_last]::text
              from block where stage_id = 1 and partition = ? order by first_offset
            """)
        .param(partition)
        .query(String.class)
        .list()
        .stream()
        .map(Object.class::cast)
        .toList();
  }

  private List<String> expectedOfSpent(int partition) {
    return fixture
        .jdbc
        .sql(
            """
            select array[first_offset, records, emitted_from, expected_count]::text
              from block where stage_id = 2 and partition = ? order by first_offset
            """)
        .param(partition)
        .query(String.class)
        .list();
  }

  private static List<SourceRecord> orders(int partition, long from, long to) {
    return LongStream.range(from, to)
        .mapToObj(offset -> order(partition, offset, "ada", offset % 20))
        .toList();
  }

  /** What stage {@code large} emits into one partition for orders that are all large. */
  private List<SourceRecord> outputs(int partition, long from, long to) {
    ReferenceStage large = new ReferenceStage(fixture.large().stage());
    List<SourceRecord> outputs = new ArrayList<>();
    for (long offset = from; offset < to; offset++) {
      OutputRecord record =
          large.process(order(partition, offset, "customer" + offset % 50, 20)).get(0);
      outputs.add(standing(record, partition, offset, record.headers(1)));
    }
    return outputs;
  }
}
