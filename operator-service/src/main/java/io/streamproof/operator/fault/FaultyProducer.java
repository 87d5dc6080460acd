package io.streamproof.operator.fault;

import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The producer of a thread that commits in transactions. Used by that thread alone. */
final class FaultyProducer extends KafkaProducer<byte[], byte[]> {
  private final Planting planting;
  private Map<TopicPartition, OffsetAndMetadata> committing = Map.of();

  FaultyProducer(Map<String, Object> settings, Planting planting) {
    super(settings, new ByteArraySerializer(), new ByteArraySerializer());
    this.planting = planting;
  }

  @Override
  public void sendOffsetsToTransaction(
      Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata group) {
    committing = planting.held().capped(offsets);
    super.sendOffsetsToTransaction(committing, group);
  }

  @Override
  public void commitTransaction() {
    planting.crashes().beforeCommit(committing, this::flush);
    super.commitTransaction();
    planting.crashes().afterCommit(committing);
  }
}
