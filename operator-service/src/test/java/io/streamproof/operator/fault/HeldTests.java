package io.streamproof.operator.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** What is held is not committed. */
class HeldTests {
  private static final TopicPartition FIRST = new TopicPartition("t", 0);
  private static final TopicPartition SECOND = new TopicPartition("t", 1);
  private final Held held = new Held();

  @Test
  void capsTheOffsetOfItsPartitionAlone() {
    held.hold(0, 7);

    assertThat(held.capped(Map.of(FIRST, at(8), SECOND, at(9))))
        .isEqualTo(Map.of(FIRST, at(7), SECOND, at(9)));
    assertThat(held.capped(Map.of(FIRST, at(6)))).isEqualTo(Map.of(FIRST, at(6)));
  }

  @Test
  void capsNothingThatWasReleased() {
    held.hold(0, 7);
    held.release(0);

    assertThat(held.capped(Map.of(FIRST, at(8)))).isEqualTo(Map.of(FIRST, at(8)));
  }

  private static OffsetAndMetadata at(long offset) {
    return new OffsetAndMetadata(offset, Optional.of(3), "metadata");
  }
}
