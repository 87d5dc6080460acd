package io.streamproof.audit.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamproof.audit.catalogue.AuditedStage;
import io.streamproof.audit.reconciliation.Judgement.ReadProgress;
import io.streamproof.audit.support.Examples;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** The settled rule: lost or merely late? */
class SettlementBarrierTests {
  private static final TopicPartition SOURCE = new TopicPartition("shop.source", 0);
  private static final TopicPartition OUTPUT = new TopicPartition("shop.large", 0);

  private final AuditedStage large = Examples.shop().stages().get(0);

  @Test
  void settlesNothingThatTheStageHasNotCommitted() {
    assertThat(settled(new ReadProgress(500, 499, null, null, null, null), Map.of())).isZero();
    assertThat(settled(new ReadProgress(500, 499, null, null, null, null), Map.of(SOURCE, 300L)))
        .isEqualTo(300);
  }

  @Test
  void settlesNothingThatTheAuditHasNotRead() {
    assertThat(settled(new ReadProgress(200, 199, null, null, null, null), Map.of(SOURCE, 300L)))
        .isEqualTo(200);
  }

  @Test
  void settlesTheMarkersBehindTheLastRecordWithIt() {
    assertThat(settled(new ReadProgress(502, 499, null, null, null, null), Map.of(SOURCE, 500L)))
        .isEqualTo(502);
  }

  @Test
  void settlesAPartitionWithNoRecords() {
    assertThat(settled(new ReadProgress(3, -1, null, null, null, null), Map.of())).isEqualTo(3);
  }

  @Test
  void isNotReachedBeforeAllOutputsAreReadToTheirEnd() {
    SettlementBarrier checkpoint = new SettlementBarrier(Map.of(0, 300L), Map.of(OUTPUT, 40L));
    assertThat(checkpoint.isReached(Map.of())).isFalse();
    assertThat(
            checkpoint.isReached(Map.of(OUTPUT, new ReadProgress(39, 38, null, null, null, null))))
        .isFalse();
    assertThat(
            checkpoint.isReached(Map.of(OUTPUT, new ReadProgress(40, 38, null, null, null, null))))
        .isTrue();
  }

  private long settled(ReadProgress read, Map<TopicPartition, Long> committed) {
    return SettlementBarrier.of(large, Map.of(SOURCE, read), committed, Map.of())
        .settled()
        .getOrDefault(0, -1L);
  }
}
