package io.streamproof.verification.adversary;

import static org.awaitility.Awaitility.await;

import io.streamproof.pipeline.kafka.TopicSettings;
import io.streamproof.pipeline.kafka.Topics;
import io.streamproof.pipeline.spec.PipelineSpecification;
import io.streamproof.pipeline.spec.StageSpecification;
import io.streamproof.verification.stack.TopicReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** An ordinary client of the brokers with all rights and bad intentions. */
final class HostileClient implements AutoCloseable {
  private static final int LARGEST_REQUEST = 10 << 20;
  private static final String ANY_DISTANCE = String.valueOf(Long.MAX_VALUE);

  private final String brokers;
  private final KafkaProducer<byte[], byte[]> producer;
  private final Admin admin;

  HostileClient(String brokers) {
    this.brokers = brokers;
    this.producer = producer(Map.of());
    this.admin = Admin.create(Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, brokers));
  }

  /** Makes what is missing of a pipeline's topics, as its services do. */
  void ensureTopics(PipelineSpecification pipeline) {
    Map<String, Integer> topics = new HashMap<>();
    for (String topic : List.of(pipeline.sourceTopic(), pipeline.claimsTopic())) {
      topics.put(topic, pipeline.partitions());
    }
    for (StageSpecification stage : pipeline.stages()) {
      for (String topic : List.of(pipeline.outputTopic(stage), pipeline.deadLetterTopic(stage))) {
        topics.put(topic, pipeline.partitionsOf(topic));
      }
    }
    Topics missing = new Topics(admin, new TopicSettings(true, (short) -1, Map.of()));
    // Leaders of so many new topics may take a moment longer than one attempt.
    await()
        .atMost(Arena.LIMIT)
        .ignoreException(KafkaException.class)
        .until(
            () -> {
              missing.ensure(topics);
              return true;
            });
  }

  /** A producer with settings of its own, which the caller closes. */
  KafkaProducer<byte[], byte[]> producer(Map<String, Object> further) {
    Map<String, Object> settings = new HashMap<>(further);
    settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, brokers);
    settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, LARGEST_REQUEST);
    return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** Appends a record; the offset that it got. */
  long send(ProducerRecord<byte[], byte[]> record) {
    Long time = record.timestamp();
    if (time != null && time < 0) {
      return RawProducer.send(brokers, record);
    }
    return get(producer.send(record)).offset();
  }

  void sendAll(Collection<ProducerRecord<byte[], byte[]>> records) {
    List<Future<?>> sent = new ArrayList<>();
    records.forEach(record -> sent.add(producer.send(record)));
    sent.forEach(HostileClient::get);
  }

  /** The same record once more, for the same partition. */
  static ProducerRecord<byte[], byte[]> copy(ConsumerRecord<byte[], byte[]> record) {
    return new ProducerRecord<>(
        record.topic(),
        record.partition(),
        Math.max(0, record.timestamp()),
        record.key(),
        record.value(),
        new RecordHeaders(record.headers().toArray()));
  }

  /** What stands in a topic and is committed. */
  List<ConsumerRecord<byte[], byte[]>> records(String topic) {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    new TopicReader(brokers).read(topic, records::add);
    return records;
  }

  long count(String topic) {
    return new TopicReader(brokers).count(topic);
  }

  /** The newest record of a partition that is committed; the others are not kept in memory. */
  ConsumerRecord<byte[], byte[]> last(TopicPartition partition) {
    Map<String, Object> settings =
        Map.of(
            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
            brokers,
            ConsumerConfig.ISOLATION_LEVEL_CONFIG,
            "read_committed");
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
      // Backwards, as the last entry may be a marker, and what is before may not be readable.
      for (long from = end - 1; from >= 0; from--) {
        consumer.seek(partition, from);
        while (consumer.position(partition) < end) {
          Iterator<ConsumerRecord<byte[], byte[]>> records =
              consumer.poll(Duration.ofMillis(200)).iterator();
          if (records.hasNext()) {
            return records.next();
          }
        }
      }
    }
    throw new IllegalStateException("no record in " + partition);
  }

  long end(TopicPartition partition) {
    return get(admin.listOffsets(Map.of(partition, OffsetSpec.latest())).partitionResult(partition))
        .offset();
  }

  /** Removes all records below an offset, as retention does. */
  void deleteRecords(TopicPartition partition, long before) {
    get(admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(before))).all());
  }

  /** Deletes a topic and makes an empty one of its name. */
  void recreate(String topic, int partitions) {
    get(admin.deleteTopics(List.of(topic)).all());
    await().atMost(Arena.LIMIT).until(() -> !get(admin.listTopics().names()).contains(topic));
    NewTopic made =
        new NewTopic(topic, partitions, (short) 1)
            .configs(
                Map.of(
                    TopicConfig.RETENTION_MS_CONFIG,
                    "-1",
                    TopicConfig.MESSAGE_TIMESTAMP_BEFORE_MAX_MS_CONFIG,
                    ANY_DISTANCE,
                    TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG,
                    ANY_DISTANCE));
    await()
        .atMost(Arena.LIMIT)
        .ignoreExceptions()
        .until(
            () -> {
              get(admin.createTopics(List.of(made)).all());
              return true;
            });
  }

  /** Changes settings of a topic. */
  void configure(String topic, Map<String, String> settings) {
    List<AlterConfigOp> changes =
        settings.entrySet().stream()
            .map(
                setting ->
                    new AlterConfigOp(
                        new ConfigEntry(setting.getKey(), setting.getValue()),
                        AlterConfigOp.OpType.SET))
            .toList();
    get(
        admin
            .incrementalAlterConfigs(
                Map.of(new ConfigResource(ConfigResource.Type.TOPIC, topic), changes))
            .all());
  }

  /** What a transaction needs to commit offsets for a group, as if it were a member. */
  ConsumerGroupMetadata group(String group) {
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                brokers,
                ConsumerConfig.GROUP_ID_CONFIG,
                group),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      return consumer.groupMetadata();
    }
  }

  /** Commits an offset for a group without members. */
  void commit(String group, TopicPartition partition, long offset) {
    get(
        admin
            .alterConsumerGroupOffsets(group, Map.of(partition, new OffsetAndMetadata(offset)))
            .all());
  }

  private static <T> T get(Future<T> result) {
    try {
      return result.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    producer.close();
    admin.close();
  }
}
