package io.streamproof.audit.jdbc;

import static io.streamproof.audit.support.Examples.order;
import static io.streamproof.audit.support.Examples.standing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamproof.audit.observation.PartitionObserver;
import io.streamproof.audit.reconciliation.BlockVerdict;
import io.streamproof.audit.reconciliation.Judgement.HopKey;
import io.streamproof.pipeline.record.SourceRecord;
import io.streamproof.pipeline.reference.ReferenceStage;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** Blocks that are cut into segments, of a partition of 400 orders that are all emitted. */
class BlockCutIT {
  private static final int ORDERS = 400;

  private final LedgerFixture fixture = new LedgerFixture();
  private final List<SourceRecord> orders = new ArrayList<>();
  private final List<SourceRecord> outputs = new ArrayList<>();
  private final PartitionObserver source = fixture.observer("shop.source", 0);
  private final PartitionObserver output;

  BlockCutIT() {
    for (long offset = 0; offset < ORDERS; offset++) {
      orders.add(order(0, offset, "ada", 20));
      outputs.add(emitted(offset, offset));
    }
    output = fixture.observer("shop.large", outputs.get(0).partition());
  }

  @Test
  void judgesWhatIsBeforeACutWhateverComesAfterIt() {
    List<SourceRecord> first = orders.subList(0, 280);
    fixture.read(source, first);
    assertThat(cut(270)).as("behind what the block holds already").isEqualTo(280);
    assertThat(cut(290)).isEqualTo(290);
    fixture.read(source, orders.subList(280, ORDERS));
    fixture.read(output, outputs);
    settle(285);
    fixture.judgement.judge(fixture.shop);
    assertThat(segments())
        .as("256 to 280 is compacted")
        .containsExactly("280-290 OPEN", "290-512 OPEN");
    settle(290);
    fixture.judgement.judge(fixture.shop);
    assertThat(segments()).containsExactly("290-512 OPEN");
    assertThat(fixture.judgement.judged(fixture.shop).firstUnjudged())
        .containsEntry(new HopKey((short) 1, 0), 290L);
  }

  @Test
  void keepsTheCutsOfABlockUntilAllOfItIsCompacted() {
    cut(100);
    cut(200);
    fixture.read(source, orders);
    outputs.remove(150);
    fixture.read(output, outputs);
    settle(ORDERS);
    fixture.judgement.judge(fixture.shop);
    assertThat(segments()).containsExactly("100-200 SUSPECT", "256-512 PROVEN");
    cut(ORDERS);
    assertThat(cuts()).containsExactly(100L, 200L, (long) ORDERS);

    fixture.read(output, List.of(emitted(150, 9_000)));
    fixture.judgement.judge(fixture.shop);
    fixture.conclude(fixture.suspects().get(0), BlockVerdict.PROVEN);
    fixture.judgement.judge(fixture.shop);
    assertThat(segments()).as("all is compacted").isEmpty();
    cut(ORDERS);
    assertThat(cuts()).as("its block is not full").containsExactly((long) ORDERS);
  }

  @Test
  void writersAndThoseWhoCutTakeTurns() throws Exception {
    try (Connection other = fixture.dataSource.getConnection()) {
      other.setAutoCommit(false);
      new CutTable(JdbcClient.create(new SingleConnectionDataSource(other, true)))
          .lock(List.of(new HopKey((short) 1, 0)));
      assertThatThrownBy(
              () ->
                  fixture.transaction.executeWithoutResult(
                      status -> {
                        fixture.jdbc.sql("set local lock_timeout = '200ms'").update();
                        new CutTable(fixture.jdbc).shared(List.of(new HopKey((short) 1, 1)));
                      }))
          .hasMessageContaining("lock timeout");
    }
  }

  /** What is emitted for an order, at an offset of the output. */
  private SourceRecord emitted(long order, long offset) {
    ReferenceStage large = new ReferenceStage(fixture.large().stage());
    return standing(large.process(order(0, order, "ada", 20)).get(0), offset);
  }

  private long cut(long offset) {
    TopicPartition source = new TopicPartition("shop.source", 0);
    return Objects.requireNonNull(
        fixture.judgement.cut(fixture.shop, Map.of(source, offset)).get(source));
  }

  private List<String> segments() {
    return fixture
        .jdbc
        .sql(
            """
            select first_offset || '-' || end_offset || ' ' || verdict
              from block where stage_id = 1 order by first_offset
            """)
        .query(String.class)
        .list();
  }

  private List<Long> cuts() {
    return fixture
        .jdbc
        .sql("select \"offset\" from block_cut where stage_id = 1 order by 1")
        .query(Long.class)
        .list();
  }

  private void settle(long through) {
    fixture.judgement.settle(fixture.large(), Map.of(0, through, 1, 0L));
  }
}
