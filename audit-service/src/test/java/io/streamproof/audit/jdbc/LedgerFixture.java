package io.streamproof.audit.jdbc;

import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.catalogue.AuditedStage;
import io.streamproof.audit.observation.Batch;
import io.streamproof.audit.observation.Ledger;
import io.streamproof.audit.observation.PartitionObserver;
import io.streamproof.audit.support.Database;
import io.streamproof.audit.support.Examples;
import io.streamproof.pipeline.record.SourceRecord;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.apache.kafka.common.TopicPartition;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The ledger of the example pipeline in a database of its own, and observers that fill it. */
final class LedgerFixture {
  static final int DAYS = 3;

  private final Database database = Database.create();
  final DataSource dataSource = database.asAudit();

  /** What only the owner of the ledger may do. */
  final JdbcClient owner = JdbcClient.create(database.asOwner());

  final JdbcClient jdbc;
  final TransactionTemplate transaction;
  final EventDays days;
  final Ledger ledger;
  final JdbcJudgement judgement;
  final JdbcCaseFile caseFile;
  final AuditedPipeline shop;

  LedgerFixture() {
    this(Examples.shop());
  }

  /** The same for another pipeline. */
  LedgerFixture(AuditedPipeline pipeline) {
    shop = pipeline;
    JdbcTemplate template = new JdbcTemplate(dataSource);
    transaction = new TransactionTemplate(new JdbcTransactionManager(dataSource));
    jdbc = JdbcClient.create(dataSource);
    WriteFindings findings = new WriteFindings(jdbc);
    days = new EventDays(jdbc, transaction, DAYS);
    WriteEvents events = new WriteEvents(template, days, true, findings);
    ledger = new JdbcLedger(jdbc, transaction, findings, events, days);
    judgement = new JdbcJudgement(jdbc, transaction);
    caseFile = new JdbcCaseFile(jdbc, transaction, findings);
    JdbcRegister register = new JdbcRegister(jdbc);
    register.pipeline(shop.name(), "00000000");
    shop.stages().forEach(stage -> register.stage((short) 1, stage.name()));
  }

  AuditedStage large() {
    return shop.stages().get(0);
  }

  PartitionObserver observer(String topic, int partition) {
    TopicPartition key = new TopicPartition(topic, partition);
    ledger.begin(key, io.streamproof.audit.observation.Position.startingAt(0));
    return new PartitionObserver(
        shop.role(topic),
        partition,
        ledger.position(key).orElseThrow(),
        true,
        ledger,
        (t, p) -> Long.MAX_VALUE);
  }

  /** Reads records and writes them in one batch. */
  void read(PartitionObserver observer, List<SourceRecord> records) {
    Batch batch = new Batch();
    records.forEach(record -> observer.observe(record, batch));
    observer.close(batch, false);
    ledger.commit(batch);
    observer.committed();
  }

  Map<String, Object> row(String sql) {
    return jdbc.sql(sql).query().singleRow();
  }
}
