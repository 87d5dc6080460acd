package io.streamproof.audit.jdbc;

import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.catalogue.AuditedStage;
import io.streamproof.audit.investigation.InvestigationLimits;
import io.streamproof.audit.investigation.InvestigationRepository;
import io.streamproof.audit.investigation.InvestigationRepository.BlockConclusion;
import io.streamproof.audit.investigation.InvestigationRepository.Turn;
import io.streamproof.audit.investigation.Investigator;
import io.streamproof.audit.investigation.SuspectBlock;
import io.streamproof.audit.log.LogIdentity;
import io.streamproof.audit.log.TopicLogPool;
import io.streamproof.audit.observation.Ledger;
import io.streamproof.audit.observation.ObservedBatch;
import io.streamproof.audit.observation.ObservedBatch.ReorderCandidate;
import io.streamproof.audit.observation.PartitionObserver;
import io.streamproof.audit.observation.ReadPosition;
import io.streamproof.audit.reconciliation.BlockVerdict;
import io.streamproof.audit.replay.Replayer;
import io.streamproof.audit.support.Database;
import io.streamproof.audit.support.Examples;
import io.streamproof.audit.trouble.TroubleLog;
import io.streamproof.pipeline.record.SourceRecord;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.apache.kafka.common.TopicPartition;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The ledger of the example pipeline in a database of its own, and observers that fill it. */
final class LedgerFixture {
  static final int DAYS = 3;

  private static final long MEMORY_BYTES = 64 << 20;

  private final Database database = Database.create();
  final DataSource dataSource;

  final DataSource ownersDataSource = database.asOwner();

  /** What only the owner of the ledger may do. */
  final JdbcClient owner = JdbcClient.create(ownersDataSource);

  /** A session of the audit's role apart from all that the audit itself opens. */
  final JdbcClient session = JdbcClient.create(database.asAudit());

  final JdbcClient jdbc;
  final TransactionTemplate transaction;
  final EventDays days;
  final Ledger ledger;
  final JdbcJudgement judgement;
  final JdbcInvestigationRepository investigations;
  final JdbcFindingRepository findings;
  final JdbcSnapshotStore snapshots;
  final JdbcEventIndex index;
  final JdbcTemplate template;
  final TroubleLog troubles = new TroubleLog();
  final AuditedPipeline shop;

  LedgerFixture() {
    this(Examples.shop());
  }

  /** The same for another pipeline. */
  LedgerFixture(AuditedPipeline pipeline) {
    this(pipeline, UnaryOperator.identity());
  }

  /**
   * The same where something is between the audit and its database.
   *
   * @param between wraps the database
   */
  LedgerFixture(AuditedPipeline pipeline, UnaryOperator<DataSource> between) {
    dataSource = between.apply(database.asAudit());
    shop = pipeline;
    template = new JdbcTemplate(dataSource);
    transaction = new TransactionTemplate(new JdbcTransactionManager(dataSource));
    jdbc = JdbcClient.create(dataSource);
    findings = new JdbcFindingRepository(template);
    snapshots = new JdbcSnapshotStore(jdbc);
    days = new EventDays(jdbc, transaction, DAYS);
    index = new JdbcEventIndex(template, days, findings, true);
    ledger = new JdbcLedger(template, transaction, index, days, findings, snapshots);
    judgement = new JdbcJudgement(template, transaction);
    investigations = new JdbcInvestigationRepository(dataSource);
    JdbcPipelineRegister register = new JdbcPipelineRegister(jdbc, transaction);
    register.pipeline(shop.name(), "00000000");
    shop.stages().forEach(stage -> register.stage((short) 1, stage.name()));
  }

  AuditedStage large() {
    return shop.stages().get(0);
  }

  PartitionObserver observer(String topic, int partition) {
    TopicPartition key = new TopicPartition(topic, partition);
    ledger.begin(key, ReadPosition.startingAt(0, LogIdentity.UNKNOWN));
    return new PartitionObserver(
        shop.role(topic),
        partition,
        ledger.position(key).orElseThrow(),
        ledger.baseline(shop),
        true,
        new Replayer(snapshots),
        source -> Long.MAX_VALUE);
  }

  /** Reads records and writes them in one batch. */
  void read(PartitionObserver observer, List<SourceRecord> records) {
    ObservedBatch batch = new ObservedBatch();
    records.forEach(record -> observer.observe(record, batch));
    observer.close(batch, false);
    ledger.commit(batch);
    observer.moved();
  }

  /** Investigates the pipeline for as long as it likes. */
  Investigator investigator(InvestigationRepository repository, TopicLogPool logs) {
    return new Investigator(
        repository,
        shop,
        logs,
        new Replayer(snapshots),
        troubles,
        new InvestigationLimits(10, MEMORY_BYTES),
        () -> 0);
  }

  /** The suspect blocks of the pipeline. */
  List<SuspectBlock> suspects() {
    return turn(turn -> turn.suspects(10));
  }

  List<ReorderCandidate> candidates(SuspectBlock block) {
    return turn(turn -> turn.candidates(block, null, 10));
  }

  void conclude(SuspectBlock block, BlockVerdict verdict) {
    turn(
        turn -> {
          turn.conclude(block, new BlockConclusion(verdict, List.of(), Map.of(), List.of()));
          return verdict;
        });
  }

  /** Does something while it is this instance's turn to investigate. */
  <T> T turn(Function<Turn, T> work) {
    try (Turn turn = investigations.take(shop).orElseThrow()) {
      return work.apply(turn);
    }
  }

  Map<String, Object> row(String sql) {
    return jdbc.sql(sql).query().singleRow();
  }
}
