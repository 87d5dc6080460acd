package io.streamproof.audit.jdbc;

import static io.streamproof.audit.support.Examples.order;
import static io.streamproof.audit.support.Examples.standing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.streamproof.audit.finding.Finding;
import io.streamproof.audit.finding.FindingKind;
import io.streamproof.audit.finding.RecordPlace;
import io.streamproof.audit.investigation.InvestigationRepository;
import io.streamproof.audit.investigation.InvestigationRepository.BlockConclusion;
import io.streamproof.audit.investigation.InvestigationRepository.Turn;
import io.streamproof.audit.investigation.Investigator;
import io.streamproof.audit.investigation.SuspectBlock;
import io.streamproof.audit.log.MemoryTopicLog;
import io.streamproof.audit.reconciliation.BlockVerdict;
import io.streamproof.pipeline.record.SourceRecord;
import io.streamproof.pipeline.reference.ReferenceStage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;

/** The turn to investigate a pipeline, of which 100 of 300 emissions are lost. */
class InvestigationTurnIT {
  private static final int ORDERS = 300;
  private static final int EMITTED = 200;
  private static final String LOCKS =
      "pg_locks l join pg_database d on d.oid = l.database"
          + " where l.locktype = 'advisory' and d.datname = current_database()";

  private final LedgerFixture fixture = new LedgerFixture();
  private final MemoryTopicLog topics = new MemoryTopicLog();

  InvestigationTurnIT() {
    ReferenceStage large = new ReferenceStage(fixture.large().stage());
    List<SourceRecord> orders = new ArrayList<>();
    List<SourceRecord> outputs = new ArrayList<>();
    for (long offset = 0; offset < ORDERS; offset++) {
      SourceRecord order = order(0, offset, "ada", 20);
      orders.add(order);
      if (offset < EMITTED) {
        outputs.add(standing(large.process(order).get(0), offset));
      }
    }
    fixture.read(fixture.observer("shop.source", 0), orders);
    fixture.read(fixture.observer("shop.large", outputs.get(0).partition()), outputs);
    orders.forEach(topics::append);
    outputs.forEach(topics::append);
    fixture.judgement.settle(fixture.large(), Map.of(0, (long) ORDERS, 1, 0L));
    fixture.judgement.judge(fixture.shop);
  }

  @Test
  void hasNoTransactionOpenWhileTheLogIsRead() {
    List<Long> open = new ArrayList<>();
    investigator(fixture.investigations, () -> open.add(openTransactions())).step();
    assertThat(open).isNotEmpty().containsOnly(0L);
    assertThat(findings()).isEqualTo(ORDERS - EMITTED);
  }

  @Test
  void isOneInstances() {
    try (Turn turn = fixture.investigations.take(fixture.shop).orElseThrow()) {
      assertThat(turn.suspects(10)).hasSize(2);
      assertThat(fixture.investigations.take(fixture.shop)).isEmpty();
      assertThat(investigator(fixture.investigations, () -> {}).step()).isZero();
    }
    assertThat(findings()).isZero();
    assertThat(investigator(fixture.investigations, () -> {}).step()).isEqualTo(2);
  }

  @Test
  void endsWhenAnInvestigationFails() {
    Investigator failing =
        investigator(
            fixture.investigations,
            () -> {
              throw new IllegalStateException("the brokers are away");
            });
    assertThatThrownBy(() -> failing.step()).hasMessage("the brokers are away");
    assertThat(locks()).isZero();
  }

  @Test
  void endsWithItsSessionAndConcludesNothingAfterwards() {
    Turn lost = fixture.investigations.take(fixture.shop).orElseThrow();
    SuspectBlock block = lost.suspects(10).get(0);
    endSession();

    try (Turn next = fixture.investigations.take(fixture.shop).orElseThrow()) {
      assertThatThrownBy(() -> lost.conclude(block, violated(block)))
          .isInstanceOf(DataAccessException.class);
      lost.close();
      assertThat(findings()).isZero();
      next.conclude(block, violated(block));
      assertThat(findings()).isEqualTo(1);
    }
  }

  @Test
  void endsWithItsSessionThoughTheConnectionIsOfAPool() {
    try (HikariDataSource pool = new HikariDataSource()) {
      pool.setDataSource(fixture.dataSource);
      pool.setMaximumPoolSize(1);
      InvestigationRepository pooled = new JdbcInvestigationRepository(pool);
      Turn lost = pooled.take(fixture.shop).orElseThrow();
      endSession();
      lost.close();
      try (Turn next = pooled.take(fixture.shop).orElseThrow()) {
        assertThat(next.suspects(10)).hasSize(2);
      }
      assertThat(locks()).isZero();
    }
  }

  private void endSession() {
    fixture
        .session
        .sql("select pg_terminate_backend(l.pid) from " + LOCKS)
        .query((row, number) -> number)
        .list();
    await().until(() -> locks() == 0);
  }

  @Test
  void leavesNoLockOnTheConnectionsOfAPool() {
    try (HikariDataSource pool = new HikariDataSource()) {
      pool.setDataSource(fixture.dataSource);
      pool.setMaximumPoolSize(2);
      InvestigationRepository pooled = new JdbcInvestigationRepository(pool);
      for (int round = 0; round < 5; round++) {
        try (Turn turn = pooled.take(fixture.shop).orElseThrow()) {
          assertThat(turn.suspects(10)).hasSize(2);
          assertThat(pooled.take(fixture.shop)).isEmpty();
          assertThat(locks()).isEqualTo(1);
        }
        assertThat(locks()).isZero();
      }
      assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isZero();
    }
  }

  private Investigator investigator(InvestigationRepository repository, Runnable whileReading) {
    MemoryTopicLog log =
        new MemoryTopicLog() {
          @Override
          public void visit(
              TopicPartition partition, long from, long to, Predicate<SourceRecord> visitor) {
            whileReading.run();
            topics.visit(partition, from, to, visitor);
          }

          @Override
          public long end(TopicPartition partition) {
            return topics.end(partition);
          }
        };
    return fixture.investigator(repository, log);
  }

  private BlockConclusion violated(SuspectBlock block) {
    Finding finding =
        Finding.unmetClaim(
            fixture.shop.id(),
            FindingKind.LOST_AT_SOURCE,
            new RecordPlace("shop.source", block.partition(), 7),
            "why");
    return new BlockConclusion(BlockVerdict.VIOLATED, List.of(finding), Map.of(), List.of());
  }

  private long openTransactions() {
    return count(
        "pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()"
            + " and state like 'idle in transaction%'");
  }

  private long locks() {
    return count(LOCKS);
  }

  private long findings() {
    return count("finding");
  }

  private long count(String from) {
    return fixture.session.sql("select count(*) from " + from).query(Long.class).single();
  }
}
