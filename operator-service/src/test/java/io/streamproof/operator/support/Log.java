package io.streamproof.operator.support;

import io.streamproof.pipeline.kafka.Broker;
import io.streamproof.pipeline.kafka.TopicSettings;
import io.streamproof.pipeline.kafka.Topics;
import io.streamproof.pipeline.record.SourceRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Topics as their readers and writers see them. */
public final class Log {
  private Log() {}

  public static void create(String topic, int partitions) {
    try (Admin admin = admin()) {
      new Topics(admin, new TopicSettings(true, (short) -1, Map.of()))
          .ensure(Map.of(topic, partitions));
    }
  }

  /** Writes records and waits until all are acknowledged. */
  public static void write(List<ProducerRecord<byte[], byte[]>> records) {
    Map<String, Object> settings = settings();
    settings.put("max.request.size", 8 << 20);
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (Future<RecordMetadata> sent : records.stream().map(producer::send).toList()) {
        sent.get();
      }
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /** All committed records of a topic, by partition and offset. */
  public static List<SourceRecord> read(String topic, int partitions) {
    Map<String, Object> settings = settings();
    settings.put("isolation.level", "read_committed");
    settings.put("enable.auto.commit", false);
    List<TopicPartition> all =
        IntStream.range(0, partitions).mapToObj(p -> new TopicPartition(topic, p)).toList();
    List<SourceRecord> records = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      Map<TopicPartition, Long> ends = consumer.endOffsets(all);
      for (TopicPartition partition : all) {
        consumer.assign(List.of(partition));
        consumer.seekToBeginning(List.of(partition));
        while (consumer.position(partition) < ends.getOrDefault(partition, 0L)) {
          consumer.poll(Duration.ofMillis(200)).forEach(r -> records.add(SourceRecord.of(r)));
        }
      }
    }
    return records;
  }

  /** How far a group has committed, summed over a topic's partitions, against the topic's ends. */
  public static boolean processed(String group, String topic, int partitions) {
    List<TopicPartition> all =
        IntStream.range(0, partitions).mapToObj(p -> new TopicPartition(topic, p)).toList();
    Map<String, Object> settings = settings();
    settings.put("group.id", group);
    settings.put("isolation.level", "read_committed");
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      Map<TopicPartition, Long> ends = consumer.endOffsets(all);
      var committed = consumer.committed(Set.copyOf(all));
      return all.stream()
          .allMatch(
              partition -> {
                var position = committed.get(partition);
                long end = ends.getOrDefault(partition, 0L);
                return end == 0 || (position != null && position.offset() >= end);
              });
    }
  }

  /** The offset that a group has committed in a partition; -1 if it has none. */
  public static long committed(String group, String topic, int partition) {
    TopicPartition only = new TopicPartition(topic, partition);
    Map<String, Object> settings = settings();
    settings.put("group.id", group);
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      var committed = consumer.committed(Set.of(only)).get(only);
      return committed == null ? -1 : committed.offset();
    }
  }

  public static Admin admin() {
    return Admin.create(settings());
  }

  private static Map<String, Object> settings() {
    Map<String, Object> settings = new HashMap<>();
    settings.put("bootstrap.servers", Broker.address());
    return settings;
  }
}
