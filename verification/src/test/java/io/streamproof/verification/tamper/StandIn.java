package io.streamproof.verification.tamper;

import io.streamproof.pipeline.operator.CustomOperators;
import io.streamproof.pipeline.operator.MemoryState;
import io.streamproof.pipeline.record.EpochMicros;
import io.streamproof.pipeline.record.SourceRecord;
import io.streamproof.pipeline.spec.PipelineSpecification;
import io.streamproof.pipeline.spec.StageSpecification;
import io.streamproof.pipeline.stage.OutputRecord;
import io.streamproof.pipeline.stage.Stage;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Runs a stage in place of its operator, with ordinary Kafka clients and exactly-once transactions,
 * but passes what it emits through a {@link Tampering} first.
 */
public final class StandIn {
  private static final Duration POLL = Duration.ofMillis(200);

  private final String brokers;
  private final PipelineSpecification pipeline;
  private final Stage stage;
  private final Tampering tampering;
  private final Map<Integer, MemoryState> states = new HashMap<>();

  public StandIn(
      String brokers, PipelineSpecification pipeline, String stage, Tampering tampering) {
    this.brokers = brokers;
    this.pipeline = pipeline;
    StageSpecification specification = pipeline.stage(stage).orElseThrow();
    this.stage = Stage.of(pipeline, specification, CustomOperators.NONE);
    this.tampering = tampering;
  }

  /** Processes a number of source records, and commits. */
  public void process(int records) {
    try (KafkaConsumer<byte[], byte[]> consumer = consumer();
        KafkaProducer<byte[], byte[]> producer = producer()) {
      producer.initTransactions();
      consumer.subscribe(List.of(pipeline.sourceTopic(stage.specification())));
      for (int left = records; left > 0; ) {
        ConsumerRecords<byte[], byte[]> polled = consumer.poll(POLL);
        if (polled.isEmpty()) {
          continue;
        }
        producer.beginTransaction();
        polled.forEach(record -> process(record, producer));
        producer.sendOffsetsToTransaction(behind(polled), consumer.groupMetadata());
        producer.commitTransaction();
        left -= polled.count();
      }
    }
  }

  private void process(
      ConsumerRecord<byte[], byte[]> record, KafkaProducer<byte[], byte[]> producer) {
    MemoryState state = states.computeIfAbsent(record.partition(), p -> new MemoryState());
    for (OutputRecord output : stage.process(SourceRecord.of(record), state)) {
      for (ProducerRecord<byte[], byte[]> sent : tampering.apply(output, honest(output))) {
        // What fails here fails the transaction's commit.
        Future<?> unused = producer.send(sent);
      }
    }
  }

  /** The record as an honest operator sends it. */
  public static ProducerRecord<byte[], byte[]> honest(OutputRecord output) {
    return new ProducerRecord<>(
        output.topic(),
        output.partition(),
        output.timestamp(),
        output.key(),
        output.value(),
        output.headers(EpochMicros.of(Instant.now())));
  }

  private static Map<TopicPartition, OffsetAndMetadata> behind(
      ConsumerRecords<byte[], byte[]> records) {
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    records.forEach(
        record ->
            offsets.put(
                new TopicPartition(record.topic(), record.partition()),
                new OffsetAndMetadata(record.offset() + 1)));
    return offsets;
  }

  private KafkaConsumer<byte[], byte[]> consumer() {
    return new KafkaConsumer<>(
        Map.of(
            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, brokers,
            ConsumerConfig.GROUP_ID_CONFIG, pipeline.group(stage.specification()),
            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest",
            ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false",
            ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed"),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer());
  }

  private KafkaProducer<byte[], byte[]> producer() {
    return new KafkaProducer<>(
        Map.of(
            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
            brokers,
            ProducerConfig.TRANSACTIONAL_ID_CONFIG,
            pipeline.group(stage.specification()) + "-stand-in"),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }
}
