package io.streamproof.operator.support;

import static java.util.stream.Collectors.toMap;

import io.streamproof.pipeline.kafka.Broker;
import io.streamproof.pipeline.kafka.TopicSettings;
import io.streamproof.pipeline.kafka.Topics;
import io.streamproof.pipeline.record.SourceRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Topics as their readers and writers see them. */
public final class Log {
  /** Of all tests of this JVM, as the broker is. */
  private static final Admin ADMIN = admin();

  private Log() {}

  public static void create(String topic, int partitions) {
    new Topics(ADMIN, new TopicSettings(true, (short) -1, Map.of()))
        .ensure(Map.of(topic, partitions));
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
    // A read ahead at a partition's end that waits for records would hold up the next partition.
    settings.put("fetch.max.wait.ms", 5);
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

  /** Whether a group has committed the end of each of a topic's partitions. */
  public static boolean processed(String group, String topic, int partitions) {
    Map<TopicPartition, Long> ends = ends(topic, partitions);
    Map<TopicPartition, OffsetAndMetadata> committed = committed(group);
    return ends.entrySet().stream()
        .allMatch(
            end -> {
              OffsetAndMetadata position = committed.get(end.getKey());
              return end.getValue() == 0
                  || (position != null && position.offset() >= end.getValue());
            });
  }

  /** The offset that a group has committed in a partition; -1 if it has none. */
  public static long committed(String group, String topic, int partition) {
    OffsetAndMetadata position = committed(group).get(new TopicPartition(topic, partition));
    return position == null ? -1 : position.offset();
  }

  /** The offsets that a group has committed, added up over all partitions. */
  public static long committedTotal(String group) {
    return committed(group).values().stream().mapToLong(OffsetAndMetadata::offset).sum();
  }

  private static Map<TopicPartition, OffsetAndMetadata> committed(String group) {
    try {
      return ADMIN.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof GroupIdNotFoundException) {
        return Map.of();
      }
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Map<TopicPartition, Long> ends(String topic, int partitions) {
    Map<TopicPartition, OffsetSpec> wanted =
        IntStream.range(0, partitions)
            .boxed()
            .collect(toMap(p -> new TopicPartition(topic, p), p -> OffsetSpec.latest()));
    try {
      return ADMIN
          .listOffsets(wanted, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
          .all()
          .get()
          .entrySet()
          .stream()
          .collect(toMap(Map.Entry::getKey, end -> end.getValue().offset()));
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
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
