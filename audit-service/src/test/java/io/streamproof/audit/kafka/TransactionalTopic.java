package io.streamproof.audit.kafka;

import io.streamproof.pipeline.kafka.Broker;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.IntToLongFunction;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A topic of one partition on a real broker, written in transactions, some of them aborted. */
final class TransactionalTopic {
  static final Map<String, Object> BROKERS = Map.of("bootstrap.servers", Broker.address());
  private static final int PER_TRANSACTION = 20;

  private TransactionalTopic() {}

  /** Makes it with so many committed records at given times, and gives their offsets. */
  static List<Long> fill(
      Admin admin, TopicPartition partition, int records, IntToLongFunction time) {
    get(
        admin
            .createTopics(
                List.of(
                    new NewTopic(partition.topic(), 1, (short) 1)
                        .configs(Map.of("retention.ms", "-1"))))
            .all());
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    try (KafkaProducer<byte[], byte[]> producer = producer(partition.topic())) {
      for (int i = 0; i < records; i += PER_TRANSACTION) {
        producer.beginTransaction();
        for (int j = i; j < i + PER_TRANSACTION; j++) {
          sent.add(producer.send(record(partition, time.applyAsLong(j))));
        }
        producer.commitTransaction();
        producer.beginTransaction();
        get(producer.send(record(partition, 0)));
        producer.abortTransaction();
      }
    }
    return sent.stream().map(TransactionalTopic::get).map(RecordMetadata::offset).toList();
  }

  /** Appends a record whose transaction is open until the producer is closed. */
  static KafkaProducer<byte[], byte[]> leaveOpen(TopicPartition partition) {
    KafkaProducer<byte[], byte[]> producer = producer(partition.topic() + "-open");
    producer.beginTransaction();
    get(producer.send(record(partition, 0)));
    return producer;
  }

  private static KafkaProducer<byte[], byte[]> producer(String id) {
    KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", Broker.address(), "transactional.id", id),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    producer.initTransactions();
    return producer;
  }

  private static ProducerRecord<byte[], byte[]> record(TopicPartition partition, long time) {
    return new ProducerRecord<>(partition.topic(), 0, time, new byte[0], new byte[] {1});
  }

  static <T> T get(Future<T> future) {
    try {
      return future.get();
    } catch (ExecutionException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
