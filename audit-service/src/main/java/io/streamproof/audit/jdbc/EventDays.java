package io.streamproof.audit.jdbc;

import io.streamproof.audit.AuditProperties;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The days of the index of events, each a partition. The first transaction that writes into a day
 * adds its partition; those of days that are over are dropped. Any number of audits may do both at
 * once. Functions of the ledger's owner do both, so that an audit needs no right to change tables.
 */
@Component
final class EventDays {
  private static final Logger LOG = LoggerFactory.getLogger(EventDays.class);

  private static final String LOCK_TIMEOUT = "55P03";
  private static final long PAUSE_NANOS = Duration.ofMinutes(1).toNanos();

  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final int kept;
  private final AtomicLong dropAtNanos = new AtomicLong(System.nanoTime());

  @Autowired
  EventDays(JdbcClient jdbc, TransactionTemplate transaction, AuditProperties properties) {
    this(jdbc, transaction, properties.audit().indexDays());
  }

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
    jdbc.sql("select add_event_day(?)").param(day).query((row, n) -> n).list();
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
    for (LocalDate day : old()) {
      try {
        transaction.executeWithoutResult(
            status -> {
              // Whoever comes to read or write waits for as long as this does.
              jdbc.sql("set local lock_timeout = '500ms'").update();
              jdbc.sql("select drop_event_day(?)").param(day).query((row, n) -> n).list();
            });
        LOG.info("dropped {}: the index of events keeps {} days", day, kept);
      } catch (UncategorizedSQLException e) {
        if (!(e.getRootCause() instanceof SQLException cause)
            || !LOCK_TIMEOUT.equals(cause.getSQLState())) {
          throw e;
        }
        LOG.debug("{} is in use, and will be dropped later", day);
      }
    }
  }

  private List<LocalDate> old() {
    return jdbc.sql(
            "select day from event_day where day < (now() at time zone 'UTC')::date - ? + 1")
        .param(kept)
        .query(LocalDate.class)
        .list();
  }
}
