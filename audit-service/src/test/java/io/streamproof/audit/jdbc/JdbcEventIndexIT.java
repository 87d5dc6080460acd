package io.streamproof.audit.jdbc;

import static io.streamproof.audit.support.Examples.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamproof.audit.finding.RecordPlace;
import io.streamproof.audit.observation.Ledger.FencedException;
import io.streamproof.audit.observation.ObservedBatch;
import io.streamproof.audit.observation.PartitionObserver;
import io.streamproof.audit.support.Database;
import io.streamproof.audit.support.Examples;
import io.streamproof.pipeline.OwnThread;
import io.streamproof.pipeline.record.SourceRecord;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

class JdbcEventIndexIT {
  private static final String TRACE = Examples.TRACE.substring(3, 35);

  private final LedgerFixture fixture = new LedgerFixture();
  private final JdbcEventIndex index = fixture.index;

  @Test
  void findsAnEventByItsIdAndByItsTrace() {
    fixture.read(fixture.observer("shop.source", 0), orders(0, 3));
    assertThat(index.events(fixture.shop, "/till", "0-2"))
        .containsExactly(new RecordPlace("shop.source", 0, 2));
    assertThat(index.events(fixture.shop, "/other", "0-2")).isEmpty();
    assertThat(index.eventsOfTrace(fixture.shop, TRACE)).hasSize(3);
    assertThat(index.eventsOfTrace(fixture.shop, "1".repeat(32))).isEmpty();
  }

  @Test
  void findsNoEventByItsTraceWhereThatIsSwitchedOff() {
    JdbcEventIndex events =
        new JdbcEventIndex(fixture.template, fixture.days, fixture.findings, false);
    fixture.transaction.executeWithoutResult(
        status -> events.add(batch(fixture.observer("shop.source", 0)).events()));
    assertThat(index.events(fixture.shop, "/till", "0-2")).hasSize(1);
    assertThat(index.eventsOfTrace(fixture.shop, TRACE)).isEmpty();
  }

  @Test
  void writesNoEventTwiceWhenABatchIsRepeatedAfterACrash() {
    PartitionObserver observer = fixture.observer("shop.source", 0);
    PartitionObserver successor = fixture.observer("shop.source", 0);
    ObservedBatch committed = batch(observer);
    fixture.ledger.commit(committed);
    assertThatThrownBy(() -> fixture.ledger.commit(committed)).isInstanceOf(FencedException.class);
    assertThatThrownBy(() -> fixture.ledger.commit(batch(successor)))
        .isInstanceOf(FencedException.class);
    assertThat(count("event_index")).isEqualTo(5);
    assertThat(count("finding")).isZero();
  }

  @Test
  void makesADayOnceThoughManyComeAtOnce() {
    LocalDate day = LocalDate.parse("2031-05-06");
    List<CompletableFuture<Void>> all =
        IntStream.range(0, 8).mapToObj(i -> OwnThread.run(() -> inTransaction(day))).toList();
    all.forEach(CompletableFuture::join);
    assertThat(days()).contains("event_index_20310506");
  }

  @Test
  void makesADayWhileOthersWrite() {
    fixture.transaction.executeWithoutResult(
        writing -> {
          fixture.read(fixture.observer("shop.source", 0), orders(0, 3));
          OwnThread.run(() -> inTransaction(LocalDate.parse("2031-05-07"))).join();
        });
    assertThat(days()).contains("event_index_20310507");
  }

  @Test
  void findsADuplicateOfAnEventOfAnotherDay() {
    fixture.read(fixture.observer("shop.source", 0), orders(0, 3));
    movedBackDays(1);
    fixture.read(fixture.observer("shop.source", 1), List.of(copyOfSecond()));
    assertThat(fixture.row("select kind, detail from finding"))
        .containsEntry("kind", "DUPLICATED_AT_SOURCE")
        .containsEntry("detail", "event 0-1 of /till stands at shop.source:0@1 already");
  }

  @Test
  void dropsDaysThatAreOverAndForgetsTheirEvents() {
    fixture.read(fixture.observer("shop.source", 0), orders(0, 3));
    movedBackDays(LedgerFixture.DAYS);
    fixture.read(fixture.observer("shop.source", 0), orders(3, 5));
    assertThat(days()).hasSize(2);
    fixture.days.dropOld();
    assertThat(days()).hasSize(1);
    assertThat(count("event_index")).isEqualTo(2);
    fixture.read(fixture.observer("shop.source", 1), List.of(copyOfSecond()));
    assertThat(count("finding")).isZero();
  }

  @Test
  void keepsADayThatIsInUseTillTheNextTime() {
    fixture.read(fixture.observer("shop.source", 0), orders(0, 3));
    movedBackDays(LedgerFixture.DAYS);
    fixture.transaction.executeWithoutResult(
        reading -> {
          assertThat(count("event_index")).isEqualTo(3);
          OwnThread.run(fixture.days::dropOld).join();
        });
    assertThat(days()).hasSize(1);
    fixture.days.dropOld();
    assertThat(days()).isEmpty();
  }

  @Test
  void carriesOverWhatWasIndexedBeforeThereWereDays() {
    PGSimpleDataSource old = new PGSimpleDataSource();
    old.setUrl(Database.createUrl());
    old.setUser("postgres");
    Flyway.configure().dataSource(old).target("1").load().migrate();
    JdbcClient jdbc = JdbcClient.create(old);
    jdbc.sql("insert into pipeline (name, specification) values ('shop', '00000000')").update();
    jdbc.sql("insert into event_index values (1, gen_random_uuid(), 3, 7)").update();
    Flyway.configure().dataSource(old).load().migrate();
    assertThat(jdbc.sql("select partition, \"offset\" from event_index").query().singleRow())
        .containsEntry("partition", 3)
        .containsEntry("offset", 7L);
    // An instance of the version before, which has not been replaced yet.
    jdbc.sql(
            "insert into event_index (pipeline_id, event, partition, \"offset\") values (1, gen_random_uuid(), 3, 8)")
        .update();
  }

  private void inTransaction(LocalDate day) {
    fixture.transaction.executeWithoutResult(status -> fixture.days.add(day));
  }

  /** As if what is indexed today had been so, so many days ago. */
  private void movedBackDays(int number) {
    LocalDate today = fixture.days.today();
    LocalDate then = today.minusDays(number);
    String from = "event_index_" + today.toString().replace("-", "");
    String to = "event_index_" + then.toString().replace("-", "");
    fixture.owner.sql("alter table event_index detach partition " + from).update();
    fixture.owner.sql("alter table %s rename to %s".formatted(from, to)).update();
    fixture.jdbc.sql("update %s set day = '%s'".formatted(to, then)).update();
    fixture
        .owner
        .sql(
            "alter table event_index attach partition %s for values from ('%s') to ('%s')"
                .formatted(to, then, then.plusDays(1)))
        .update();
  }

  private ObservedBatch batch(PartitionObserver observer) {
    ObservedBatch batch = new ObservedBatch();
    orders(0, 5).forEach(record -> observer.observe(record, batch));
    observer.close(batch, false);
    return batch;
  }

  private static SourceRecord copyOfSecond() {
    SourceRecord second = order(0, 1, "ada", 5);
    return new SourceRecord(
        second.topic(), 1, 0, second.timestamp(), second.key(), second.value(), second.headers());
  }

  private static List<SourceRecord> orders(int from, int to) {
    return LongStream.range(from, to).mapToObj(offset -> order(0, offset, "ada", 5)).toList();
  }

  private long count(String table) {
    return fixture.jdbc.sql("select count(*) from " + table).query(Long.class).single();
  }

  private List<String> days() {
    return fixture
        .jdbc
        .sql(
            "select relname from pg_inherits join pg_class on oid = inhrelid"
                + " where inhparent = 'event_index'::regclass order by 1")
        .query(String.class)
        .list();
  }
}
