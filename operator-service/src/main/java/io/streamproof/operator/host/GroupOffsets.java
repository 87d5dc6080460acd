package io.streamproof.operator.host;

import static java.util.stream.Collectors.toMap;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/** The committed offsets of a stage's group, and the ends of the log that they are offsets of. */
final class GroupOffsets {
  private final Brokers brokers;
  private final String group;
  private final List<TopicPartition> source;

  GroupOffsets(Brokers brokers, String group, List<TopicPartition> source) {
    this.brokers = brokers;
    this.group = group;
    this.source = List.copyOf(source);
  }

  /**
   * Where the group is.
   *
   * @param stable whether what an unfinished transaction may still commit counts; until it has
   *     ended, that cannot be said
   * @throws KafkaException if it cannot be said yet
   */
  SourcePositions positions(boolean stable) {
    // In this order: the end only moves on behind what was committed.
    Map<TopicPartition, OffsetAndMetadata> committed = committed(stable);
    Map<TopicPartition, Long> beginnings = offsets(OffsetSpec.earliest());
    Map<TopicPartition, Long> ends = offsets(OffsetSpec.latest());
    return new SourcePositions(
        source.stream()
            .map(
                partition -> {
                  OffsetAndMetadata at = committed.get(partition);
                  return new SourcePosition(
                      partition,
                      Objects.requireNonNull(beginnings.get(partition)),
                      Objects.requireNonNull(ends.get(partition)),
                      at == null ? null : at.offset());
                })
            .toList());
  }

  /** Whether an instance of the stage runs, or may not have been missed yet. */
  boolean hasMembers() {
    try {
      return brokers
          .await(admin -> admin.describeConsumerGroups(List.of(group)).all())
          .values()
          .stream()
          .anyMatch(described -> !described.members().isEmpty());
    } catch (KafkaException e) {
      if (e.getCause() instanceof GroupIdNotFoundException) {
        return false;
      }
      throw e;
    }
  }

  /**
   * Claims the right to commit where the group begins. Of several instances that prepare at the
   * same time the last one has it: what another has read before cannot be committed any more,
   * however late it comes.
   *
   * @throws KafkaException if the brokers do not grant it
   */
  Claim claim() {
    Producer<byte[], byte[]> producer = brokers.producer(group + "-start");
    boolean claimed = false;
    try {
      producer.initTransactions();
      claimed = true;
      return new Claim(producer, brokers.metadata(group));
    } finally {
      if (!claimed) {
        producer.close(Duration.ZERO);
      }
    }
  }

  /** The right to commit where a group begins. */
  record Claim(Producer<byte[], byte[]> producer, ConsumerGroupMetadata group)
      implements AutoCloseable {
    /**
     * Commits offsets for partitions that have none.
     *
     * @throws KafkaException if it did not happen, as when another instance has the right now
     */
    void commit(Map<TopicPartition, Long> offsets) {
      producer.beginTransaction();
      producer.sendOffsetsToTransaction(
          offsets.entrySet().stream()
              .collect(toMap(Map.Entry::getKey, at -> new OffsetAndMetadata(at.getValue()))),
          group);
      producer.commitTransaction();
    }

    @Override
    public void close() {
      producer.close(Duration.ZERO);
    }
  }

  private Map<TopicPartition, OffsetAndMetadata> committed(boolean stable) {
    Map<TopicPartition, OffsetAndMetadata> committed =
        brokers.await(
            admin ->
                admin
                    .listConsumerGroupOffsets(
                        Map.of(group, new ListConsumerGroupOffsetsSpec().topicPartitions(source)),
                        new ListConsumerGroupOffsetsOptions().requireStable(stable))
                    .partitionsToOffsetAndMetadata(group));
    // Those without an offset are there, as null; what may still change is not.
    if (!committed.keySet().containsAll(source)) {
      throw new KafkaException("a transaction of group " + group + " has not ended yet");
    }
    return committed;
  }

  private Map<TopicPartition, Long> offsets(OffsetSpec which) {
    Map<TopicPartition, OffsetSpec> wanted =
        source.stream().collect(toMap(Function.identity(), partition -> which));
    ListOffsetsOptions highWatermark = new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED);
    return brokers
        .await(admin -> admin.listOffsets(wanted, highWatermark).all())
        .entrySet()
        .stream()
        .collect(toMap(Map.Entry::getKey, at -> at.getValue().offset()));
  }
}
