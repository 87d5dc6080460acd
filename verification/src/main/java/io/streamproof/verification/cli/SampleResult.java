package io.streamproof.verification.cli;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** Where one of a pipeline's results stands: the last of the first partition that has any. */
record SampleResult(TopicPartition partition, long offset) {
  private static final Duration POLL = Duration.ofMillis(200);

  /** Behind the last record stand a transaction's markers, a few at most. */
  private static final int TAIL = 100;

  static Optional<SampleResult> of(String brokers, Collection<String> topics) {
    Map<String, Object> settings =
        Map.of(
            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
            brokers,
            ConsumerConfig.ISOLATION_LEVEL_CONFIG,
            "read_committed");
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      return topics.stream()
          .sorted()
          .flatMap(topic -> consumer.partitionsFor(topic).stream())
          .map(info -> last(consumer, new TopicPartition(info.topic(), info.partition())))
          .flatMap(Optional::stream)
          .findFirst();
    }
  }

  private static Optional<SampleResult> last(
      KafkaConsumer<byte[], byte[]> consumer, TopicPartition partition) {
    List<TopicPartition> only = List.of(partition);
    consumer.assign(only);
    long beginning = consumer.beginningOffsets(only).getOrDefault(partition, 0L);
    long end = consumer.endOffsets(only).getOrDefault(partition, 0L);
    consumer.seek(partition, Math.max(beginning, end - TAIL));
    @Nullable SampleResult last = null;
    while (consumer.position(partition) < end) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        last = new SampleResult(partition, record.offset());
      }
    }
    return Optional.ofNullable(last);
  }
}
