package io.streamproof.audit.kafka;

import io.streamproof.audit.log.OffsetReader;
import io.streamproof.pipeline.kafka.BrokerAnswers;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Offsets, asked of the brokers. */
public final class KafkaOffsetReader implements OffsetReader {
  private final Admin admin;

  public KafkaOffsetReader(Admin admin) {
    this.admin = admin;
  }

  @Override
  public Map<TopicPartition, Long> committed(String group) {
    Map<TopicPartition, Long> committed = new HashMap<>();
    BrokerAnswers.require(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
        .forEach(
            (partition, offset) -> {
              if (offset != null) {
                committed.put(partition, offset.offset());
              }
            });
    return committed;
  }

  @Override
  public Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions) {
    Map<TopicPartition, Long> ends = new HashMap<>();
    latest(partitions).forEach((partition, result) -> ends.put(partition, result.offset()));
    return ends;
  }

  @Override
  public Map<TopicPartition, Integer> epochs(Collection<TopicPartition> partitions) {
    Map<TopicPartition, Integer> epochs = new HashMap<>();
    latest(partitions)
        .forEach(
            (partition, result) ->
                result.leaderEpoch().ifPresent(epoch -> epochs.put(partition, epoch)));
    return epochs;
  }

  /** Asks the leaders. */
  private Map<TopicPartition, ListOffsetsResultInfo> latest(Collection<TopicPartition> partitions) {
    Map<TopicPartition, OffsetSpec> wanted =
        partitions.stream()
            .collect(Collectors.toMap(Function.identity(), p -> OffsetSpec.latest()));
    ListOffsetsOptions highWatermark = new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED);
    return BrokerAnswers.require(admin.listOffsets(wanted, highWatermark).all());
  }

  @Override
  public Map<String, UUID> topicIds(Collection<String> topics) {
    Map<String, UUID> ids = new HashMap<>();
    admin
        .describeTopics(topics)
        .topicNameValues()
        .forEach(
            (topic, description) -> {
              try {
                Uuid id = BrokerAnswers.require(description).topicId();
                ids.put(topic, new UUID(id.getMostSignificantBits(), id.getLeastSignificantBits()));
              } catch (KafkaException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                  throw e;
                }
              }
            });
    return ids;
  }
}
