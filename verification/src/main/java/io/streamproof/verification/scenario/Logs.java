package io.streamproof.verification.scenario;

import io.streamproof.pipeline.record.SourceRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What stands in topics, read from the first record to the present end; each topic once. */
final class Logs {
  private static final Duration POLL = Duration.ofMillis(200);

  private final String brokers;
  private final Map<String, List<List<SourceRecord>>> committed = new HashMap<>();

  Logs(String brokers) {
    this.brokers = brokers;
  }

  /** A topic's committed records, by partition, in order. */
  List<List<SourceRecord>> committed(String topic) {
    return committed.computeIfAbsent(topic, name -> read(name, "read_committed"));
  }

  /** A topic's records, those of aborted transactions included. */
  List<List<SourceRecord>> all(String topic) {
    return read(topic, "read_uncommitted");
  }

  /** How many committed records a topic has. */
  long count(String topic) {
    return committed(topic).stream().mapToLong(List::size).sum();
  }

  private List<List<SourceRecord>> read(String topic, String isolation) {
    Map<String, Object> settings =
        Map.of(
            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
            brokers,
            ConsumerConfig.ISOLATION_LEVEL_CONFIG,
            isolation,
            ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
            5000);
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<List<SourceRecord>> partitions = new ArrayList<>();
      consumer.partitionsFor(topic).stream()
          .sorted(Comparator.comparingInt(PartitionInfo::partition))
          .forEach(
              info -> partitions.add(read(consumer, new TopicPartition(topic, info.partition()))));
      return partitions;
    }
  }

  private static List<SourceRecord> read(
      KafkaConsumer<byte[], byte[]> consumer, TopicPartition partition) {
    consumer.assign(List.of(partition));
    consumer.seekToBeginning(List.of(partition));
    long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
    List<SourceRecord> records = new ArrayList<>();
    while (consumer.position(partition) < end) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        records.add(SourceRecord.of(record));
      }
    }
    return records;
  }
}
