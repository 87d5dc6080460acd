package io.streamproof.audit.jdbc;

import static io.streamproof.audit.support.Examples.order;
import static io.streamproof.audit.support.Examples.standing;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamproof.audit.investigation.SuspectBlock;
import io.streamproof.audit.observation.PartitionObserver;
import io.streamproof.audit.reconciliation.BlockVerdict;
import io.streamproof.audit.reconciliation.Judgement.Ahead;
import io.streamproof.pipeline.record.SourceRecord;
import io.streamproof.pipeline.reference.ReferenceStage;
import io.streamproof.pipeline.stage.OutputRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A partition of 600 orders, all large, so that each is emitted: two full blocks and a tail. */
class JdbcJudgementIT {
  private static final int ORDERS = 600;

  private final LedgerFixture fixture = new LedgerFixture();
  private final List<SourceRecord> outputs = new ArrayList<>();
  private final PartitionObserver output;

  JdbcJudgementIT() {
    ReferenceStage large = new ReferenceStage(fixture.large().stage());
    List<SourceRecord> orders = new ArrayList<>();
    for (long offset = 0; offset < ORDERS; offset++) {
      SourceRecord order = order(0, offset, "ada", 20);
      orders.add(order);
      OutputRecord emitted = large.process(order).get(0);
      outputs.add(standing(emitted, offset));
    }
    fixture.read(fixture.observer("shop.source", 0), orders);
    output = fixture.observer("shop.large", outputs.get(0).partition());
  }

  @Test
  void judgesNothingThatIsNotSettled() {
    fixture.read(output, outputs.subList(0, 100));
    fixture.judgement.judge(fixture.shop);
    assertThat(verdicts()).containsExactly("0 OPEN", "1 OPEN", "2 OPEN");
  }

  @Test
  void foldsFullBlocksThatAreRightAndProvesTheTail() {
    fixture.read(output, outputs);
    settle(ORDERS);
    assertThat(fixture.judgement.judge(fixture.shop)).isEqualTo(2);
    assertThat(verdicts()).containsExactly("2 PROVEN");
    assertThat(fixture.row("select sum(records) as records, sum(blocks) as blocks from hop_minute"))
        .containsEntry("records", new java.math.BigDecimal(512))
        .containsEntry("blocks", new java.math.BigDecimal(2));
  }

  @Test
  void opensTheTailAgainWhenItGrows() {
    fixture.read(output, outputs);
    settle(ORDERS);
    fixture.judgement.judge(fixture.shop);
    fixture.read(fixture.observer("shop.source", 0), List.of(order(0, ORDERS, "ada", 20)));
    fixture.judgement.judge(fixture.shop);
    assertThat(verdicts()).containsExactly("2 OPEN");
  }

  @Test
  void suspectsABlockThatLacksAnEmission() {
    outputs.remove(300);
    fixture.read(output, outputs);
    settle(ORDERS);
    fixture.judgement.judge(fixture.shop);
    assertThat(verdicts()).containsExactly("1 SUSPECT", "2 PROVEN");
  }

  @Test
  void suspectsACopyThatComesAfterItsBlockWasFolded() {
    fixture.read(output, outputs);
    settle(ORDERS);
    fixture.judgement.judge(fixture.shop);
    SourceRecord first = outputs.get(3);
    SourceRecord copy =
        new SourceRecord(
            first.topic(),
            first.partition(),
            9_000,
            first.timestamp(),
            first.key(),
            first.value(),
            first.headers());
    fixture.read(output, List.of(copy));
    fixture.judgement.judge(fixture.shop);
    assertThat(verdicts()).containsExactly("0 SUSPECT", "2 PROVEN");
    assertThat(fixture.suspects())
        .singleElement()
        .satisfies(
            block -> {
              assertThat(block.records()).isZero();
              assertThat(fixture.candidates(block)).hasSize(1);
              assertThat(block.ranges())
                  .singleElement()
                  .satisfies(
                      range -> {
                        assertThat(range.from()).isEqualTo(9_000);
                        assertThat(range.to()).isEqualTo(9_001);
                      });
            });
  }

  @Test
  void concludesNothingAboutABlockThatHasGrownAndIsSuspectAgain() {
    SourceRecord lost = outputs.remove(300);
    fixture.read(output, outputs);
    settle(ORDERS);
    fixture.judgement.judge(fixture.shop);
    SuspectBlock investigated = fixture.suspects().get(0);
    fixture.read(output, List.of(at(lost, 9_000), at(lost, 9_001)));
    fixture.judgement.judge(fixture.shop);

    fixture.conclude(investigated, BlockVerdict.VIOLATED);
    assertThat(verdicts()).containsExactly("1 SUSPECT", "2 PROVEN");
    fixture.conclude(fixture.suspects().get(0), BlockVerdict.VIOLATED);
    assertThat(verdicts()).containsExactly("1 VIOLATED", "2 PROVEN");
  }

  private static SourceRecord at(SourceRecord record, long offset) {
    return new SourceRecord(
        record.topic(),
        record.partition(),
        offset,
        record.timestamp(),
        record.key(),
        record.value(),
        record.headers());
  }

  @Test
  void tellsWhichBlocksAreAheadOfTheirSource() {
    ReferenceStage large = new ReferenceStage(fixture.large().stage());
    OutputRecord emitted = large.process(order(0, 70_000, "ada", 20)).get(0);
    fixture.read(output, List.of(standing(emitted, 0)));
    assertThat(fixture.judgement.ahead(fixture.shop))
        .containsExactly(new Ahead((short) 1, 0, 70_000 / 256 * 256, 70_000, -1));
  }

  private void settle(long through) {
    fixture.judgement.settle(fixture.large(), Map.of(0, through, 1, 0L));
  }

  private List<String> verdicts() {
    return fixture
        .jdbc
        .sql(
            "select first_offset / 256 || ' ' || verdict from block where stage_id = 1 order by first_offset")
        .query(String.class)
        .list();
  }
}
