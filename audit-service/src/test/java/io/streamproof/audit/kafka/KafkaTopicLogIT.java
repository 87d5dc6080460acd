package io.streamproof.audit.kafka;

import static org.awaitility.Awaitility.await;

import io.streamproof.audit.log.TopicLog;
import io.streamproof.audit.log.TopicLogContract;
import io.streamproof.pipeline.kafka.Broker;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;

/** A log of real topics, written in transactions, some of them aborted. */
class KafkaTopicLogIT extends TopicLogContract {
  private static final int PER_TRANSACTION = 20;
  private static final Map<String, Object> BROKERS = Map.of("bootstrap.servers", Broker.address());

  private final Admin admin = Admin.create(BROKERS);
  private final KafkaTopicLog log =
      new KafkaTopicLog(
          ConsumerSettings.consumer(ConsumerSettings.probes(BROKERS)),
          new KafkaOffsetReader(admin),
          KafkaTopicLog.Limits.PROMPT);

  @AfterEach
  void close() {
    log.close();
    admin.close();
  }

  @Override
  protected TopicLog log() {
    return log;
  }

  @Override
  protected List<Long> fill(TopicPartition partition) {
    get(
        admin
            .createTopics(
                List.of(
                    new NewTopic(partition.topic(), 1, (short) 1)
                        .configs(Map.of("retention.ms", "-1"))))
            .all());
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", Broker.address(), "transactional.id", partition.topic()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      producer.initTransactions();
      for (int i = 0; i < RECORDS; i += PER_TRANSACTION) {
        producer.beginTransaction();
        for (int j = i; j < i + PER_TRANSACTION; j++) {
          sent.add(producer.send(record(partition, time(j))));
        }
        producer.commitTransaction();
        producer.beginTransaction();
        get(producer.send(record(partition, 0)));
        producer.abortTransaction();
      }
    }
    return sent.stream().map(KafkaTopicLogIT::get).map(RecordMetadata::offset).toList();
  }

  @Override
  protected void expire(TopicPartition partition, long beginning) {
    get(admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(beginning))).all());
  }

  @Override
  protected void delete(String topic) {
    get(admin.deleteTopics(List.of(topic)).all());
    await().until(() -> !get(admin.listTopics().names()).contains(topic));
  }

  private static ProducerRecord<byte[], byte[]> record(TopicPartition partition, long time) {
    return new ProducerRecord<>(partition.topic(), 0, time, new byte[0], new byte[] {1});
  }

  private static <T> T get(Future<T> future) {
    try {
      return future.get();
    } catch (ExecutionException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
