package io.streamproof.audit.jdbc;

import static io.streamproof.audit.support.Examples.order;
import static io.streamproof.audit.support.Examples.standing;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamproof.audit.observation.PartitionObserver;
import io.streamproof.audit.reconciliation.BlockVerdict;
import io.streamproof.audit.support.Examples;
import io.streamproof.pipeline.record.HeaderNames;
import io.streamproof.pipeline.record.SourceRecord;
import io.streamproof.pipeline.reference.ReferenceStage;
import io.streamproof.pipeline.stage.OutputRecord;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Results of 300 orders, some of which took 3 s, where 1 s is allowed: a full block and a tail. */
class LateEmissionTableIT {
  private static final int ORDERS = 300;
  private static final Set<Long> LATE = Set.of(10L, 20L, 299L);

  private final LedgerFixture fixture =
      new LedgerFixture(
          Examples.audited(
              "shop.yml",
              """
              name: shop
              partitions: 2
              latencyMax: 1s
              stages: [{name: large, filter: data.total >= 10}]
              """));
  private final ReferenceStage large = new ReferenceStage(fixture.large().stage());
  private final PartitionObserver source = fixture.observer("shop.source", 0);
  private final List<SourceRecord> results = new ArrayList<>();
  private final PartitionObserver output;

  LateEmissionTableIT() {
    List<SourceRecord> orders = new ArrayList<>();
    for (long offset = 0; offset < ORDERS; offset++) {
      orders.add(arrived(offset));
      results.add(result(orders.get((int) offset), LATE.contains(offset) ? 3_000_000 : 1_000_000));
    }
    fixture.read(source, orders);
    output = fixture.observer("shop.large", results.get(0).partition());
  }

  @Test
  void isFoundOnceABlockIsJudgedAndOnceForEachBlock() {
    fixture.read(output, results.subList(0, 15));
    fixture.read(output, results.subList(15, ORDERS));
    judge(0);
    assertThat(findings()).as("nothing is settled").isEmpty();

    judge(ORDERS);
    assertThat(findings())
        .containsExactly(
            "large:0@0-255 10 shop.large@10 2 3000000",
            "large:0@256-511 299 shop.large@299 1 3000000");
    assertThat(waiting()).isZero();
  }

  @Test
  void growsWithItsBlock() {
    fixture.read(output, results);
    judge(ORDERS);
    SourceRecord further = arrived(ORDERS);
    fixture.read(source, List.of(further));
    fixture.read(output, List.of(result(further, 5_000_000)));
    judge(ORDERS);
    assertThat(findings()).endsWith("large:0@256-511 299 shop.large@299 1 3000000");
    judge(ORDERS + 1);
    assertThat(findings()).hasSize(2).endsWith("large:0@256-511 299 shop.large@299 2 5000000");
  }

  @Test
  void isFoundThoughItsOriginNamesATimeInTheFarFuture() {
    fixture.read(output, results.subList(0, 10));
    fixture.read(output, List.of(result(arrived(10), 999_999_999_999_999_999L)));
    fixture.read(output, results.subList(11, ORDERS));
    judge(ORDERS);
    assertThat(findings()).startsWith("large:0@0-255 10 shop.large@10 2 999999999999999999");
  }

  @Test
  void hasTheEventTimeOfTheFirstHoweverFarInTheFuture() {
    results.set(ORDERS - 1, result(arrived(ORDERS - 1), 1_000_000));
    fixture.read(output, results);
    SourceRecord last = at(arrived(ORDERS), Instant.parse("9999-12-31T23:59:59.990Z"));
    fixture.read(source, List.of(last));
    fixture.read(output, List.of(result(last, 5_000_000)));
    OffsetDateTime expected = eventTime("late_emissions where number = 1");
    judge(ORDERS + 1);
    assertThat(eventTime("finding where identity = 'large:0@256-511'")).isEqualTo(expected);
  }

  @Test
  void waitsForTheInvestigationOfABlockThatDiffers() {
    SourceRecord lost = results.remove(50);
    fixture.read(output, results);
    judge(ORDERS);
    assertThat(lost.offset()).isEqualTo(50);
    assertThat(findings()).singleElement().asString().startsWith("large:0@256-511");

    fixture.conclude(fixture.suspects().get(0), BlockVerdict.VIOLATED);
    judge(ORDERS);
    assertThat(findings()).hasSize(2).anyMatch(each -> each.startsWith("large:0@0-255 10"));
  }

  @Test
  void isForgottenOnceNothingIsLateAnyMore() {
    fixture.read(output, results);
    assertThat(waiting()).isPositive();

    fixture.judgement.judge(
        Examples.audited(
            "shop.yml",
            """
            name: shop
            partitions: 2
            stages: [{name: large, filter: data.total >= 10}]
            """));

    assertThat(waiting()).isZero();
    assertThat(findings()).isEmpty();
  }

  /** An order that arrived as time began. */
  private static SourceRecord arrived(long offset) {
    SourceRecord order = order(0, offset, "ada", 20);
    order.headers().add(HeaderNames.ARRIVED, "0".getBytes(US_ASCII));
    return order;
  }

  private static SourceRecord at(SourceRecord record, Instant time) {
    return new SourceRecord(
        record.topic(),
        record.partition(),
        record.offset(),
        time.toEpochMilli(),
        record.key(),
        record.value(),
        record.headers());
  }

  private SourceRecord result(SourceRecord order, long emittedAtMicros) {
    OutputRecord emitted = large.process(order).get(0);
    return standing(emitted, emitted.partition(), order.offset(), emitted.headers(emittedAtMicros));
  }

  private void judge(long settledThrough) {
    fixture.judgement.settle(fixture.large(), Map.of(0, settledThrough, 1, 0L));
    fixture.judgement.judge(fixture.shop);
  }

  private long waiting() {
    return fixture.jdbc.sql("select count(*) from late_emissions").query(Long.class).single();
  }

  private OffsetDateTime eventTime(String row) {
    return fixture
        .jdbc
        .sql("select event_time from " + row)
        .query((found, number) -> found.getObject("event_time", OffsetDateTime.class))
        .single();
  }

  private List<String> findings() {
    return fixture
        .jdbc
        .sql(
            """
            select concat_ws(' ', identity, source_offset, topic || '@' || out_offset, affected,
                             slowest_micros)
              from finding where kind = 'LATE' order by identity
            """)
        .query(String.class)
        .list();
  }
}
