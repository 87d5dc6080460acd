package io.streamproof.audit.jdbc;

import static java.time.format.DateTimeFormatter.BASIC_ISO_DATE;

import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The days of the index of events, each a partition. A day's is made by the first who writes into
 * it, in his transaction; those of days that are over are dropped. Any number of audits may do both
 * at once.
 */
final class EventDays {
  private static final Logger LOG = LoggerFactory.getLogger(EventDays.class);

  /** The advisory lock under which days are made. */
  private static final int LOCK = 0x5350_4544;

  private static final String LOCK_TIMEOUT = "55P03";
  private static final long PAUSE_NANOS = Duration.ofMinutes(1).toNanos();

  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final int kept;
  private final AtomicLong dropAtNanos = new AtomicLong(System.nanoTime());

  /**
   * Keeps days.
   *
   * @param kept how many, today included
   */
  EventDays(JdbcClient jdbc, TransactionTemplate transaction, int kept) {
    this.jdbc = jdbc;
    this.transaction = transaction;
    this.kept = kept;
  }

  /** Today by the database's clock and UTC, with a partition; part of the caller's transaction. */
  LocalDate today() {
    LocalDate today =
        jdbc.sql("select (now() at time zone 'UTC')::date").query(LocalDate.class).single();
    add(today);
    return today;
  }

  /** Makes a day's partition unless it is there. Attaching it holds up neither reads nor writes. */
  void add(LocalDate day) {
    String table = table(day);
    if (isThere(table)) {
      return;
    }
    jdbc.sql("select pg_advisory_xact_lock(?)").param(LOCK).query((row, n) -> n).list();
    if (!isThere(table)) {
      jdbc.sql("create table %s (like event_index including defaults)".formatted(table)).update();
      jdbc.sql(
              "alter table event_index attach partition %s for values from ('%s') to ('%s')"
                  .formatted(table, day, day.plusDays(1)))
          .update();
    }
  }

  /** Drops the days that are over, if it is some time since that was last done. */
  void dropOldNowAndThen() {
    long due = dropAtNanos.get();
    long now = System.nanoTime();
    if (now - due >= 0 && dropAtNanos.compareAndSet(due, now + PAUSE_NANOS)) {
      dropOld();
    }
  }

  /** Drops the days that are over; those that somebody uses just now stay till the next time. */
  void dropOld() {
    for (String table : old()) {
      try {
        transaction.executeWithoutResult(
            status -> {
              // Whoever comes to read or write waits for as long as this does.
              jdbc.sql("set local lock_timeout = '500ms'").update();
              jdbc.sql("drop table if exists " + table).update();
            });
        LOG.info("dropped {}: the index of events keeps {} days", table, kept);
      } catch (UncategorizedSQLException e) {
        if (!(e.getRootCause() instanceof SQLException cause)
            || !LOCK_TIMEOUT.equals(cause.getSQLState())) {
          throw e;
        }
        LOG.debug("{} is in use, and will be dropped later", table);
      }
    }
  }

  private List<String> old() {
    return jdbc.sql(
            """
            select c.relname
              from pg_inherits i
              join pg_class c on c.oid = i.inhrelid
             where i.inhparent = 'event_index'::regclass
               and c.relname < 'event_index_'
                   || to_char((now() at time zone 'UTC')::date - ? + 1, 'YYYYMMDD')
             order by c.relname
            """)
        .param(kept)
        .query(String.class)
        .list();
  }

  private boolean isThere(String table) {
    // By a query, since what to_regclass gives may have been true before the lock was waited for.
    return jdbc.sql(
            """
            select exists (select from pg_class
                            where relname = ? and relnamespace = current_schema()::regnamespace)
            """)
        .param(table)
        .query(Boolean.class)
        .single();
  }

  private static String table(LocalDate day) {
    return "event_index_" + day.format(BASIC_ISO_DATE);
  }
}
