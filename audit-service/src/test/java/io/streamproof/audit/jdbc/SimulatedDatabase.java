package io.streamproof.audit.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.support.Database;
import io.streamproof.simulation.ledger.LedgerPorts;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A real ledger in which it is whatever time a simulation says. */
final class SimulatedDatabase implements AutoCloseable {
  private static final int SESSIONS = 10;
  private static final int DAYS = 3;

  /** The database's own clock, behind one that is set. */
  private static final String CLOCK =
      """
      create schema simulated;
      create schema backup;
      create table simulated.clock (time timestamptz not null);
      insert into simulated.clock values ('epoch');
      create function simulated.now() returns timestamptz stable language sql
          return (select time from simulated.clock);
      grant usage on schema simulated to public;
      grant select on simulated.clock to public;
      do $$ begin
        execute format('alter role streamproof_audit in database %I
                        set search_path = simulated, pg_catalog, streamproof', current_database());
      end $$;
      alter table streamproof.source_block alter unclaimed_since set default simulated.now();
      """;

  private final HikariDataSource superusers;
  private final HikariDataSource sessions;
  private final JdbcClient superuser;
  private final List<String> tables;
  private final String truncate;
  private Instant time = Instant.EPOCH;

  SimulatedDatabase() {
    Database database = Database.create();
    superusers = pool(database.asSuperuser(), 1);
    superuser = JdbcClient.create(superusers);
    superuser.sql(CLOCK).update();
    tables =
        superuser
            .sql(
                """
                select relname from pg_class
                 where relnamespace = 'streamproof'::regnamespace and relkind = 'r'
                   and not relispartition and relname not like 'event%'
                   and relname not in ('flyway_schema_history', 'ledger_identity')
                 order by relname
                """)
            .query(String.class)
            .list();
    truncate =
        tables.stream()
            .map("streamproof."::concat)
            .collect(Collectors.joining(", ", "truncate ", ""));
    sessions = pool(database.asAudit(), SESSIONS);
  }

  private static HikariDataSource pool(DataSource database, int sessions) {
    HikariConfig config = new HikariConfig();
    config.setDataSource(database);
    config.setMaximumPoolSize(sessions);
    return new HikariDataSource(config);
  }

  /** Sets the clock. */
  void pass(Instant now) {
    if (!now.equals(time)) {
      superuser
          .sql("update simulated.clock set time = ?")
          .param(now.atOffset(ZoneOffset.UTC))
          .update();
      time = now;
    }
  }

  /** Forgets everything, and registers a pipeline. */
  LedgerPorts empty(AuditedPipeline pipeline) {
    superuser.sql(truncate + " restart identity").update();
    JdbcTemplate template = new JdbcTemplate(sessions);
    JdbcClient jdbc = JdbcClient.create(sessions);
    JdbcTransactionManager transactions = new JdbcTransactionManager(sessions);
    TransactionTemplate transaction = new TransactionTemplate(transactions);
    JdbcPipelineRegister register = new JdbcPipelineRegister(jdbc, transaction);
    short id = register.pipeline(pipeline.name(), "00000000");
    pipeline.stages().forEach(stage -> register.stage(id, stage.name()));
    JdbcFindingRepository findings = new JdbcFindingRepository(template);
    JdbcSnapshotStore snapshots = new JdbcSnapshotStore(jdbc);
    EventDays days = new EventDays(jdbc, transaction, DAYS);
    JdbcEventIndex index = new JdbcEventIndex(template, days, findings, false);
    return new LedgerPorts(
        new JdbcLedger(template, transaction, index, days, findings, snapshots),
        new JdbcJudgement(template, transaction),
        new JdbcInvestigationRepository(sessions),
        new JdbcReportRepository(jdbc, transactions),
        snapshots);
  }

  /** Copies all tables; gives what restores them. */
  Runnable backUp() {
    for (String table : tables) {
      superuser.sql("drop table if exists backup.%1$s".formatted(table)).update();
      superuser.sql("create table backup.%1$s as table streamproof.%1$s".formatted(table)).update();
    }
    return this::restore;
  }

  private void restore() {
    superuser.sql("set session_replication_role = replica").update();
    superuser.sql(truncate).update();
    for (String table : tables) {
      superuser
          .sql(
              "insert into streamproof.%1$s overriding system value table backup.%1$s"
                  .formatted(table))
          .update();
    }
    superuser.sql("set session_replication_role = origin").update();
  }

  /** The findings, in words. */
  List<String> findings() {
    return superuser
        .sql("select stage || ' ' || identity || ' ' || kind from streamproof.finding")
        .query(String.class)
        .list();
  }

  @Override
  public void close() {
    sessions.close();
    superusers.close();
  }
}
