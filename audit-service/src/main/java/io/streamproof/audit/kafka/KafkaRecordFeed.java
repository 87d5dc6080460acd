package io.streamproof.audit.kafka;

import io.streamproof.audit.log.LogCutException;
import io.streamproof.audit.log.LogIdentity.EpochMark;
import io.streamproof.audit.log.RecordFeed;
import io.streamproof.pipeline.record.SourceRecord;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The partitions that a consumer group hands out; its committed offsets are never used. */
public final class KafkaRecordFeed implements RecordFeed {
  private static final Duration ANSWER = Duration.ofSeconds(5);

  private final Consumer<byte[], byte[]> consumer;
  private final Supplier<? extends Consumer<byte[], byte[]>> probes;
  private final Runnable beforeClose;
  private final Map<TopicPartition, EpochMark> polled = new HashMap<>();

  /**
   * Reads by a consumer of a group, and closes it in the end.
   *
   * @param probes makes consumers of no group, by which it is found out where a damaged batch ends
   */
  public KafkaRecordFeed(
      Consumer<byte[], byte[]> consumer,
      Supplier<? extends Consumer<byte[], byte[]>> probes,
      Runnable beforeClose) {
    this.consumer = consumer;
    this.probes = probes;
    this.beforeClose = beforeClose;
  }

  @Override
  public void subscribe(Collection<String> topics, AssignmentListener listener) {
    consumer.subscribe(topics, new RebalanceListener(listener));
  }

  @Override
  public Map<TopicPartition, List<SourceRecord>> poll(Duration longest) {
    Map<TopicPartition, List<SourceRecord>> records = new LinkedHashMap<>();
    if (consumer.subscription().isEmpty()) {
      // A consumer that subscribes to nothing cannot be polled.
      LockSupport.parkNanos(longest.toNanos());
      return records;
    }
    try {
      ConsumerRecords<byte[], byte[]> batch = consumer.poll(longest);
      for (TopicPartition partition : batch.partitions()) {
        List<ConsumerRecord<byte[], byte[]>> own = batch.records(partition);
        ConsumerRecord<byte[], byte[]> last = own.get(own.size() - 1);
        last.leaderEpoch()
            .ifPresent(epoch -> polled.put(partition, new EpochMark(epoch, last.offset())));
        records.put(partition, own.stream().map(SourceRecord::of).toList());
      }
    } catch (OffsetOutOfRangeException e) {
      throw cut(e);
    } catch (KafkaException e) {
      throw UndecodableBatch.in(e).<RuntimeException>map(each -> each).orElse(e);
    }
    return records;
  }

  private static LogCutException cut(OffsetOutOfRangeException e) {
    return new LogCutException(
        e.partitions(),
        e instanceof LogTruncationException truncation ? truncatedAt(truncation) : Map.of());
  }

  /** Where the brokers do not know it, the log differs from its beginning on. */
  private static Map<TopicPartition, Long> truncatedAt(LogTruncationException e) {
    Map<TopicPartition, Long> offsets = new HashMap<>();
    for (TopicPartition partition : e.partitions()) {
      @Nullable OffsetAndMetadata end = e.divergentOffsets().get(partition);
      offsets.put(partition, end == null ? 0 : end.offset());
    }
    return offsets;
  }

  @Override
  public long readableFrom(TopicPartition partition, long damaged) {
    try (Consumer<byte[], byte[]> probe = probes.get()) {
      return UndecodableBatch.end(probe, partition, damaged);
    }
  }

  @Override
  public OptionalLong position(TopicPartition partition) {
    try {
      return OptionalLong.of(consumer.position(partition, Duration.ZERO));
    } catch (TimeoutException e) {
      return OptionalLong.empty();
    } catch (OffsetOutOfRangeException e) {
      throw cut(e);
    }
  }

  @Override
  public void seek(TopicPartition partition, long offset, @Nullable Integer epoch) {
    polled.remove(partition);
    consumer.seek(partition, new OffsetAndMetadata(offset, Optional.ofNullable(epoch), ""));
  }

  @Override
  public @Nullable EpochMark lastPolled(TopicPartition partition) {
    return polled.get(partition);
  }

  @Override
  public void pause(TopicPartition partition) {
    consumer.pause(List.of(partition));
  }

  @Override
  public void resume(TopicPartition partition) {
    consumer.resume(List.of(partition));
  }

  @Override
  public Map<TopicPartition, LogBounds> bounds(Collection<TopicPartition> partitions) {
    Set<TopicPartition> unserved = unserved(partitions);
    List<TopicPartition> served =
        partitions.stream().filter(each -> !unserved.contains(each)).toList();
    Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(served, ANSWER);
    Map<TopicPartition, Long> ends = consumer.endOffsets(served, ANSWER);
    Map<TopicPartition, LogBounds> bounds = new HashMap<>();
    for (TopicPartition partition : served) {
      bounds.put(partition, new LogBounds(only(beginnings, partition), only(ends, partition)));
    }
    return bounds;
  }

  /** Those of which brokers say that they have no leader: asking for them would take a time-out. */
  private Set<TopicPartition> unserved(Collection<TopicPartition> partitions) {
    return partitions.stream()
        .map(TopicPartition::topic)
        .distinct()
        .flatMap(topic -> consumer.partitionsFor(topic, ANSWER).stream())
        .filter(each -> each.leader() == null || each.leader().isEmpty())
        .map(each -> new TopicPartition(each.topic(), each.partition()))
        .collect(Collectors.toSet());
  }

  @Override
  public long stableEnd(TopicPartition partition) {
    return only(consumer.endOffsets(List.of(partition), ANSWER), partition);
  }

  private static long only(Map<TopicPartition, Long> offsets, TopicPartition partition) {
    @Nullable Long offset = offsets.get(partition);
    if (offset == null) {
      throw new KafkaException("the brokers gave no offset of " + partition);
    }
    return offset;
  }

  @Override
  public void close() {
    try {
      beforeClose.run();
    } finally {
      consumer.close();
    }
  }

  private record RebalanceListener(AssignmentListener listener)
      implements ConsumerRebalanceListener {
    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      listener.assigned(partitions);
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      listener.revoked(partitions);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
      listener.lost(partitions);
    }
  }
}
