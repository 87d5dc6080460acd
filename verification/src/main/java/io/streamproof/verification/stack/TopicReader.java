package io.streamproof.verification.stack;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** An ordinary consumer that reads topics from their beginning to their present end. */
public final class TopicReader {
  private static final Duration POLL = Duration.ofMillis(200);

  private final String brokers;
  private final String isolation;

  /** A reader of what is committed, and of nothing else. */
  public TopicReader(String brokers) {
    this(brokers, "read_committed");
  }

  private TopicReader(String brokers, String isolation) {
    this.brokers = brokers;
    this.isolation = isolation;
  }

  /** A reader that also sees the records of aborted transactions. */
  public static TopicReader ofAll(String brokers) {
    return new TopicReader(brokers, "read_uncommitted");
  }

  /** Takes records, and may fail with what it is that it does. */
  @FunctionalInterface
  public interface Visitor<E extends Exception> {
    void take(ConsumerRecord<byte[], byte[]> record) throws E;
  }

  public long count(String topic) {
    AtomicLong count = new AtomicLong();
    read(topic, record -> count.incrementAndGet());
    return count.get();
  }

  /** Reads a topic, one partition after the other, each in its order. */
  public <E extends Exception> void read(String topic, Visitor<E> visitor) throws E {
    Map<String, Object> settings =
        Map.of(
            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
            brokers,
            ConsumerConfig.ISOLATION_LEVEL_CONFIG,
            isolation,
            ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
            5000,
            // A read ahead at a partition's end must not hold up the next partition.
            ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
            5);
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<Integer> partitions =
          consumer.partitionsFor(topic).stream().map(PartitionInfo::partition).sorted().toList();
      for (int partition : partitions) {
        read(consumer, new TopicPartition(topic, partition), visitor);
      }
    }
  }

  private static <E extends Exception> void read(
      KafkaConsumer<byte[], byte[]> consumer, TopicPartition partition, Visitor<E> visitor)
      throws E {
    consumer.assign(List.of(partition));
    consumer.seekToBeginning(List.of(partition));
    long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
    while (consumer.position(partition) < end) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        visitor.take(record);
      }
    }
  }
}
