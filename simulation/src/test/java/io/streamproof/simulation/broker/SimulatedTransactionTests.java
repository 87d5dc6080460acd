package io.streamproof.simulation.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamproof.pipeline.record.SourceRecord;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

/** Transactions end in one place after the other. */
class SimulatedTransactionTests {
  private static final TopicPartition INPUT = new TopicPartition("input", 0);
  private static final TopicPartition LEFT = new TopicPartition("left", 0);
  private static final TopicPartition RIGHT = new TopicPartition("right", 0);

  private final SimulatedBroker broker = new SimulatedBroker(() -> 0);
  private final SimulatedTransaction transaction = broker.begin("stage");

  SimulatedTransactionTests() {
    List.of(INPUT, LEFT, RIGHT).forEach(partition -> broker.create(partition.topic(), 1));
    append(LEFT);
    append(RIGHT);
    transaction.commit("group", Map.of(INPUT, 1L));
  }

  @Test
  void holdsBackWhatComesBehindItUntilItsMarkerIsThere() {
    broker.append(LEFT, 0, null, null, new RecordHeaders());
    assertThat(broker.log(LEFT).stableEnd()).isZero();
    assertThat(broker.ends(List.of(LEFT))).containsEntry(LEFT, 2L);
    transaction.end(true);
    assertThat(offsets(LEFT)).isEmpty();
    deliver("left");
    assertThat(offsets(LEFT)).containsExactly(0L, 1L);
    assertThat(broker.log(LEFT).stableEnd()).as("behind the marker").isEqualTo(3);
  }

  @Test
  void mayBeCommittedInOnePlaceAndNotYetInAnother() {
    transaction.end(true);
    deliver("committed offsets");
    assertThat(broker.committed("group")).containsEntry(INPUT, 1L);
    assertThat(offsets(LEFT)).isEmpty();
    assertThat(broker.isUnderWay(transaction)).isTrue();
    deliver("left");
    assertThat(offsets(RIGHT)).isEmpty();
    deliver("right");
    assertThat(offsets(RIGHT)).containsExactly(0L);
    assertThat(broker.isUnderWay(transaction)).isFalse();
  }

  @Test
  void leavesNothingButGapsIfItIsAborted() {
    transaction.end(false);
    broker.underWay().forEach(broker::deliver);
    assertThat(broker.committed("group")).isEmpty();
    assertThat(offsets(LEFT)).isEmpty();
    assertThat(broker.log(LEFT).stableEnd()).isEqualTo(2);
  }

  @Test
  void takesNothingMoreOnceItIsDecided() {
    transaction.end(true);
    assertThatThrownBy(() -> append(LEFT)).isInstanceOf(IllegalStateException.class);
  }

  private void append(TopicPartition partition) {
    transaction.append(partition, 0, null, null, new RecordHeaders());
  }

  private void deliver(String where) {
    broker.underWay().stream()
        .filter(marker -> marker.toString().contains(where))
        .forEach(broker::deliver);
  }

  private List<Long> offsets(TopicPartition partition) {
    return broker.log(partition).committed(0).stream()
        .map(LogEntry::record)
        .map(SourceRecord::offset)
        .toList();
  }
}
