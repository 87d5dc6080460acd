package io.streamproof.audit.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.kafka.clients.consumer.MockConsumer;
import org.junit.jupiter.api.Test;

class KafkaRecordFeedTests {
  @Test
  void closesItsConsumerThoughWhatComesBeforeFails() {
    MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    KafkaRecordFeed feed =
        new KafkaRecordFeed(
            consumer,
            () -> {
              throw new IllegalStateException("no metrics");
            });
    assertThatThrownBy(feed::close).hasMessage("no metrics");
    assertThat(consumer.closed()).isTrue();
  }
}
