package io.streamproof.operator.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a batch is that the client cannot decode, by the client's own messages. */
class UndecodableBatchTests {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Record batch for partition a-b.c-d-3 at offset 17 is invalid, cause: stored crc = 1",
        "Record for partition a-b.c-d-3 at offset 17 is invalid, cause: stored crc = 1",
        "Encountered corrupt message when fetching offset 17 for topic-partition a-b.c-d-3",
        "Failed to make progress reading messages at a-b.c-d-3=17. Received a non-empty fetch"
      })
  void isFoundInAMessage(String message) {
    UndecodableBatch batch =
        UndecodableBatch.in(new IllegalStateException(new KafkaException(message))).orElseThrow();

    assertThat(batch.partition()).isEqualTo(new TopicPartition("a-b.c-d", 3));
    assertThat(batch.offset()).isEqualTo(17);
  }

  @Test
  void isFoundWithoutAnOffset() {
    UndecodableBatch batch =
        UndecodableBatch.in(
                new KafkaException(
                    "Received exception when fetching the next record from p.s-0. If needed, please"
                        + " seek past the record to continue consumption.",
                    new KafkaException("unknown compression")))
            .orElseThrow();

    assertThat(batch.partition()).isEqualTo(new TopicPartition("p.s", 0));
    assertThat(batch.offset()).isNull();
    assertThat(batch.cause())
        .isEqualTo("Received exception when fetching the next record (unknown compression)");
  }

  @Test
  void isNotSeenInOtherFailures() {
    assertThat(UndecodableBatch.in(new TimeoutException("no answer"))).isEmpty();
    assertThat(UndecodableBatch.in(new IllegalStateException(Objects.toString(null)))).isEmpty();
  }
}
