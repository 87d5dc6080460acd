package io.streamproof.simulation.broker;

import io.streamproof.audit.log.OffsetReader;
import io.streamproof.pipeline.record.SourceRecord;
import io.streamproof.simulation.broker.SimulatedTransaction.Marker;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** The brokers: topics, transactions that end, and the offsets that groups have committed. */
public final class SimulatedBroker implements OffsetReader {
  private final LongSupplier micros;
  private final Map<String, SimulatedTopic> topics = new LinkedHashMap<>();
  private final List<SimulatedTopic> everyTopic = new ArrayList<>();
  private final Map<String, Map<TopicPartition, Long>> committed = new LinkedHashMap<>();
  private final List<Marker> markers = new ArrayList<>();

  /**
   * Starts brokers without topics.
   *
   * @param micros the time, in microseconds
   */
  public SimulatedBroker(LongSupplier micros) {
    this.micros = micros;
  }

  /** Creates a topic; one of that name must not be there. */
  public void create(String name, int partitions) {
    SimulatedTopic topic =
        new SimulatedTopic(new UUID(1, everyTopic.size() + 1L), name, partitions, micros);
    if (topics.putIfAbsent(name, topic) != null) {
      throw new IllegalStateException(name + " is there already");
    }
    everyTopic.add(topic);
  }

  public void delete(String name) {
    @Nullable SimulatedTopic topic = topics.remove(name);
    if (topic != null) {
      topic.logs().forEach(SimulatedLog::delete);
    }
  }

  /** The log of a partition. */
  public SimulatedLog log(TopicPartition partition) {
    @Nullable SimulatedLog log = find(partition);
    if (log == null) {
      throw new KafkaException("there is no partition " + partition);
    }
    return log;
  }

  @Nullable SimulatedLog find(TopicPartition partition) {
    @Nullable SimulatedTopic topic = topics.get(partition.topic());
    return topic == null || partition.partition() >= topic.logs().size()
        ? null
        : topic.logs().get(partition.partition());
  }

  /** The logs of a topic, in the order of its partitions; empty: there is no such topic. */
  public List<SimulatedLog> logs(String topic) {
    @Nullable SimulatedTopic found = topics.get(topic);
    return found == null ? List.of() : found.logs();
  }

  /** The logs that a partition has ever had, the oldest first. */
  public List<SimulatedLog> everyLog(TopicPartition partition) {
    return everyTopic.stream()
        .flatMap(topic -> topic.logs().stream())
        .filter(log -> log.partition().equals(partition))
        .toList();
  }

  /** Writes a record outside of any transaction; it is acknowledged by all replicas. */
  public SourceRecord append(
      TopicPartition partition,
      long timestamp,
      byte @Nullable [] key,
      byte @Nullable [] value,
      Headers headers) {
    return log(partition).append(timestamp, key, value, headers, null).record();
  }

  public SimulatedTransaction begin(String producer) {
    return new SimulatedTransaction(this, producer);
  }

  void underWay(List<Marker> more) {
    markers.addAll(more);
  }

  /** The markers that have not arrived yet. */
  public List<Marker> underWay() {
    return List.copyOf(markers);
  }

  /** Whether a transaction that was decided has yet to arrive somewhere. */
  public boolean isUnderWay(SimulatedTransaction transaction) {
    return markers.stream().anyMatch(marker -> marker.transaction() == transaction);
  }

  /** Lets a marker arrive. */
  public void deliver(Marker marker) {
    if (!markers.remove(marker)) {
      throw new IllegalStateException(marker + " has arrived already");
    }
    marker.arrive();
  }

  void committed(String group, Map<TopicPartition, Long> offsets) {
    committed.computeIfAbsent(group, name -> new LinkedHashMap<>()).putAll(offsets);
  }

  /** Commits offsets outside of any transaction. */
  public void commit(String group, Map<TopicPartition, Long> offsets) {
    committed(group, offsets);
  }

  @Override
  public Map<TopicPartition, Long> committed(String group) {
    return new LinkedHashMap<>(committed.getOrDefault(group, Map.of()));
  }

  @Override
  public Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions) {
    Map<TopicPartition, Long> ends = new LinkedHashMap<>();
    partitions.forEach(partition -> ends.put(partition, log(partition).end()));
    return ends;
  }

  @Override
  public Map<TopicPartition, Integer> epochs(Collection<TopicPartition> partitions) {
    Map<TopicPartition, Integer> epochs = new LinkedHashMap<>();
    partitions.forEach(partition -> epochs.put(partition, log(partition).epoch()));
    return epochs;
  }

  @Override
  public Map<String, UUID> topicIds(Collection<String> names) {
    Map<String, UUID> ids = new LinkedHashMap<>();
    for (String name : names) {
      @Nullable SimulatedTopic topic = topics.get(name);
      if (topic != null) {
        ids.put(name, topic.id());
      }
    }
    return ids;
  }
}
