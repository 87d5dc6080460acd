package io.streamproof.audit.jdbc;

import static io.streamproof.audit.support.Examples.order;
import static io.streamproof.audit.support.Examples.standing;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.streamproof.audit.finding.Finding;
import io.streamproof.audit.investigation.InvestigationRepository.BlockConclusion;
import io.streamproof.audit.investigation.SuspectBlock;
import io.streamproof.audit.observation.PartitionObserver;
import io.streamproof.audit.reconciliation.BlockVerdict;
import io.streamproof.audit.support.Examples;
import io.streamproof.pipeline.record.SourceRecord;
import io.streamproof.pipeline.reference.ReferenceStage;
import io.streamproof.pipeline.tally.Claim;
import io.streamproof.pipeline.tally.ContentHash;
import io.streamproof.pipeline.tally.Tally;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Function;
import javax.sql.DataSource;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Whatever two transactions of the audit do at once, the ledger is afterwards what it is when they
 * come one after the other. Each pair is run as often as the first has statements, with the second
 * in between. One emission is missing, and there is more to be read on each side.
 */
class TransactionPairsIT {
  private static final int ORDERS = 400;
  private static final int READ = 300;
  private static final int LOST = 20;

  /** What the audit does in a transaction, or in a few. */
  private enum Work {
    READ_SOURCE,
    READ_OUTPUT,
    READ_CLAIMS,
    CUT,
    JUDGE,
    JUDGE_SOURCE,
    CONCLUDE
  }

  private final StatementGate gate = new StatementGate(this::isLockAwaited);
  private final LedgerFixture fixture =
      new LedgerFixture(Examples.shop(), database -> gate.before(pooled(database)));
  private final JdbcClient owner = JdbcClient.create(pooled(fixture.ownersDataSource));
  private final List<SourceRecord> orders = new ArrayList<>();
  private final List<SourceRecord> outputs = new ArrayList<>();

  TransactionPairsIT() {
    ReferenceStage large = new ReferenceStage(fixture.large().stage());
    for (int offset = 0; offset < ORDERS; offset++) {
      SourceRecord order = order(0, offset, "ada", 20);
      orders.add(order);
      outputs.add(standing(large.process(order).get(0), offset));
    }
  }

  @ParameterizedTest
  @EnumSource
  void leaveTheLedgerAsOneAfterTheOtherDoes(Work first) throws Exception {
    // Two instances that read the same partition are told apart by its position.
    for (Work second : EnumSet.complementOf(EnumSet.of(first))) {
      List<List<String>> oneAfterTheOther = List.of(outcome(first, second), outcome(second, first));
      boolean hasMore = true;
      for (int holdAt = 0; hasMore; holdAt++) {
        Function<Work, Callable<?>> work = prepare();
        hasMore = gate.run(holdAt, work.apply(first), work.apply(second));
        assertThat(outcome())
            .as("%s, and %s before its statement %s", first, second, holdAt)
            .isIn(oneAfterTheOther);
      }
    }
  }

  @Test
  void areSeenToInterleave() throws Exception {
    Function<Work, Callable<?>> work = prepare();
    List<String> seen = new ArrayList<>();
    gate.run(
        1,
        () -> {
          work.apply(Work.READ_SOURCE).call();
          return seen.add("first");
        },
        () -> seen.add("second"));
    assertThat(seen).containsExactly("second", "first");
  }

  private List<String> outcome(Work first, Work second) throws Exception {
    Function<Work, Callable<?>> work = prepare();
    work.apply(first).call();
    work.apply(second).call();
    return outcome();
  }

  /** A ledger that has read a part of everything, and what is to be done next. */
  private Function<Work, Callable<?>> prepare() {
    owner
        .sql(
            """
            truncate topic_position, block, block_cut, hop, hop_minute, source_block,
                     source_minute, source_progress, event_index, suspicion, late_emissions,
                     reference_state, finding restart identity cascade
            """)
        .update();
    PartitionObserver source = fixture.observer("shop.source", 0);
    PartitionObserver output = fixture.observer("shop.large", outputs.get(0).partition());
    PartitionObserver claims = fixture.observer("shop.claims", 0);
    fixture.read(source, orders.subList(0, READ));
    fixture.read(output, without(outputs.subList(0, 280)));
    fixture.read(claims, List.of(claim(0, 0, 100)));
    fixture.judgement.settle(fixture.large(), Map.of(0, 256L, 1, 0L));
    fixture.judgement.judge(fixture.shop);
    SuspectBlock suspect = fixture.suspects().get(0);

    Map<Work, Callable<?>> work = new EnumMap<>(Work.class);
    work.put(Work.READ_SOURCE, () -> read(source, orders.subList(READ, ORDERS)));
    work.put(Work.READ_OUTPUT, () -> read(output, outputs.subList(280, ORDERS)));
    work.put(Work.READ_CLAIMS, () -> read(claims, List.of(claim(1, 100, 256))));
    work.put(Work.CUT, this::cut);
    work.put(Work.JUDGE, this::judge);
    work.put(Work.JUDGE_SOURCE, this::judgeSource);
    work.put(Work.CONCLUDE, () -> conclude(suspect));
    return each -> Objects.requireNonNull(work.get(each));
  }

  private static DataSource pooled(DataSource database) {
    HikariConfig config = new HikariConfig();
    config.setDataSource(database);
    config.setMaximumPoolSize(4);
    return new HikariDataSource(config);
  }

  private static List<SourceRecord> without(List<SourceRecord> records) {
    return records.stream().filter(record -> record.offset() != LOST).toList();
  }

  private boolean read(PartitionObserver observer, List<SourceRecord> records) {
    fixture.read(observer, records);
    return true;
  }

  private boolean cut() {
    return fixture
        .judgement
        .cut(fixture.shop, Map.of(new TopicPartition("shop.source", 0), (long) READ))
        .isEmpty();
  }

  private boolean judge() {
    fixture.judgement.settle(fixture.large(), Map.of(0, (long) READ, 1, 0L));
    fixture.judgement.judge(fixture.shop);
    return true;
  }

  private boolean judgeSource() {
    fixture.judgement.judgeSource(fixture.shop);
    return true;
  }

  private boolean conclude(SuspectBlock suspect) {
    Finding finding = Finding.unverifiable(suspect.stage(), 0, 0, "a test says so");
    return fixture.turn(
        turn -> {
          turn.conclude(
              suspect,
              new BlockConclusion(BlockVerdict.VIOLATED, List.of(finding), Map.of(), List.of()));
          return true;
        });
  }

  private SourceRecord claim(long at, int from, int to) {
    Tally tally = Tally.ZERO;
    long[] words = new long[4];
    for (int offset = from; offset < to; offset++) {
      words[offset / 64] |= 1L << (63 - offset % 64);
      tally = tally.plus(ContentHash.source(orders.get(offset)));
    }
    Claim claim = Claim.of(0, 0, words, tally);
    return new SourceRecord(
        "shop.claims", 0, at, 0, claim.key(), claim.toJson(), new RecordHeaders());
  }

  /** What the ledger comes to once all is read, settled and judged. */
  private List<String> outcome() {
    judge();
    judgeSource();
    judgeSource();
    List<String> rows = new ArrayList<>();
    for (String query :
        List.of(
            """
            select 'block', stage_id, partition, first_offset / 256, sum(records),
                   sum(expected_count), sum(observed_count), sum(expected_high::numeric),
                   sum(observed_high::numeric), array_agg(distinct verdict order by verdict)
              from block group by stage_id, partition, first_offset / 256
            """,
            "select 'outside its segment', stage_id, first_offset from block"
                + " where greatest(expected_last, observed_last) >= end_offset",
            "select 'minute', stage_id, partition, sum(records), sum(expected) from hop_minute"
                + " group by stage_id, partition",
            "select 'source', partition, number, claimed, observed, claimed_high, observed_high,"
                + " verdict from source_block",
            "select 'compacted', partition, sum(claimed), sum(observed) from source_minute"
                + " group by partition",
            "select 'progress', partition, compacted_below from source_progress",
            "select 'position', topic, partition, next_offset from topic_position",
            "select 'finding', kind, identity from finding",
            "select 'events', count(*) from event_index")) {
      owner
          .sql("select r::text from (" + query + ") r order by 1")
          .query(String.class)
          .list()
          .forEach(rows::add);
    }
    return rows;
  }

  private boolean isLockAwaited() {
    return owner
        .sql("select exists (select from pg_locks where not granted)")
        .query(Boolean.class)
        .single();
  }
}
