package io.streamproof.audit.jdbc;

import io.streamproof.audit.finding.RecordPlace;
import io.streamproof.audit.observation.SourceEvent;
import io.streamproof.audit.support.Database;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.LongStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What it costs to index events. Not a test: {@code mvn test -pl audit-service -am
 * -Dtest=EventIndexMeasurement -Dsurefire.failIfNoSpecifiedTests=false}.
 */
class EventIndexMeasurement {
  private static final int BATCH = 20_000;
  private static final int BATCHES = 25;
  private static final long ROWS = 3_000_000;

  private final Database database = Database.create();
  private final DataSource source = database.asAudit();
  private final JdbcClient owner = JdbcClient.create(database.asOwner());
  private final JdbcTemplate template = new JdbcTemplate(source);
  private final JdbcClient jdbc = JdbcClient.create(template);
  private final TransactionTemplate transaction =
      new TransactionTemplate(new JdbcTransactionManager(source));
  private final EventDays days = new EventDays(jdbc, transaction, 7);
  private final JdbcEventIndex events =
      new JdbcEventIndex(template, days, new JdbcFindingRepository(template), true);

  @Test
  void perSecond() {
    System.out.printf(Locale.ROOT, "empty, with traces: %,d events/s%n", run(true));
    System.out.printf(Locale.ROOT, "empty, without traces: %,d events/s%n", run(false));
    fill(1);
    System.out.printf(Locale.ROOT, "%,d in 1 day, with traces: %,d events/s%n", ROWS, run(true));
    System.out.printf(
        Locale.ROOT, "%,d in 1 day, without traces: %,d events/s%n", ROWS, run(false));
    fill(7);
    System.out.printf(Locale.ROOT, "%,d in 7 days, with traces: %,d events/s%n", ROWS, run(true));
    System.out.printf(
        Locale.ROOT, "%,d in 7 days, without traces: %,d events/s%n", ROWS, run(false));
  }

  private void fill(int number) {
    owner.sql("truncate event_index").update();
    LocalDate today = days.today();
    for (int day = 0; day < number; day++) {
      LocalDate then = today.minusDays(day);
      transaction.executeWithoutResult(status -> days.add(then));
      jdbc.sql(
              """
              insert into event_index ("offset", event, trace, partition, day, pipeline_id)
              select i, gen_random_uuid(), gen_random_uuid(), 1, ?, 1 from generate_series(1, ?) i
              """)
          .params(then, ROWS / number)
          .update();
    }
    owner.sql("vacuum analyze event_index").update();
  }

  private long run(boolean traces) {
    List<List<SourceEvent>> batches =
        LongStream.range(0, BATCHES).mapToObj(n -> batch(traces)).toList();
    long begin = System.nanoTime();
    batches.forEach(batch -> transaction.executeWithoutResult(status -> events.add(batch)));
    return BATCH * BATCHES * 1_000_000_000L / (System.nanoTime() - begin);
  }

  private static List<SourceEvent> batch(boolean traces) {
    return LongStream.range(0, BATCH)
        .mapToObj(
            offset ->
                new SourceEvent(
                    (short) 1,
                    UUID.randomUUID(),
                    "id",
                    "source",
                    new RecordPlace("shop.source", 0, offset),
                    null,
                    0,
                    traces ? UUID.randomUUID().toString().replace("-", "") : null))
        .toList();
  }
}
