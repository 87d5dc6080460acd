package io.streamproof.operator.fault;

import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The consumer of a thread that commits by itself, as an at-least-once stage does: Kafka Streams
 * has flushed its producer before.
 */
final class FaultyConsumer extends KafkaConsumer<byte[], byte[]> {
  private final Planting planting;

  FaultyConsumer(Map<String, Object> settings, Planting planting) {
    super(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    this.planting = planting;
  }

  @Override
  public void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets) {
    Map<TopicPartition, OffsetAndMetadata> committing = planting.held().capped(offsets);
    planting.crashes().beforeCommit(committing, () -> {});
    super.commitSync(committing);
    planting.crashes().afterCommit(committing);
  }
}
