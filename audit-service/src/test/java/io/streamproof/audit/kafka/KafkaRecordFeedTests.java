package io.streamproof.audit.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KafkaRecordFeedTests {
  @Test
  void closesItsConsumerThoughWhatComesBeforeFails() {
    MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    KafkaRecordFeed feed =
        new KafkaRecordFeed(
            consumer,
            () -> consumer,
            () -> {
              throw new IllegalStateException("no metrics");
            });
    assertThatThrownBy(feed::close).hasMessage("no metrics");
    assertThat(consumer.closed()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Record batch for partition a.b-c-7 at offset 42 is invalid, cause: a crc",
        "Record for partition a.b-c-7 at offset 42 is invalid, cause: a crc",
        "Encountered corrupt message when fetching offset 42 for topic-partition a.b-c-7"
      })
  void recognisesABatchThatCannotBeDecoded(String message) {
    assertThat(UndecodableBatch.in(new KafkaException("oh", new KafkaException(message))))
        .hasValueSatisfying(
            damaged -> {
              assertThat(damaged.partition()).isEqualTo(new TopicPartition("a.b-c", 7));
              assertThat(damaged.offset()).isEqualTo(42);
            });
    assertThat(UndecodableBatch.in(new KafkaException(message))).isPresent();
    assertThat(UndecodableBatch.in(new KafkaException("no brokers"))).isEmpty();
  }
}
