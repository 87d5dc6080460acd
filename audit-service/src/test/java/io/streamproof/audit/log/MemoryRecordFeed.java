package io.streamproof.audit.log;

import io.streamproof.pipeline.record.SourceRecord;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Topics in memory, of which a test hands out the partitions; it hears of them at the next poll.
 */
public final class MemoryRecordFeed implements RecordFeed {
  private static final int MOST_RECORDS = 100;

  private final MemoryTopicLog topics;
  private final Map<TopicPartition, Long> positions = new HashMap<>();
  private final Queue<Runnable> changes = new ArrayDeque<>();
  private @Nullable AssignmentListener listener;

  public MemoryRecordFeed(MemoryTopicLog topics) {
    this.topics = topics;
  }

  public void assign(TopicPartition partition) {
    changes.add(
        () -> {
          positions.put(partition, 0L);
          listener().assigned(List.of(partition));
        });
  }

  public void revoke(TopicPartition partition) {
    changes.add(
        () -> {
          listener().revoked(List.of(partition));
          positions.remove(partition);
        });
  }

  public void lose(TopicPartition partition) {
    changes.add(
        () -> {
          positions.remove(partition);
          listener().lost(List.of(partition));
        });
  }

  private AssignmentListener listener() {
    return Objects.requireNonNull(listener);
  }

  @Override
  public void subscribe(Collection<String> names, AssignmentListener assignments) {
    listener = assignments;
  }

  @Override
  public Map<TopicPartition, List<SourceRecord>> poll(Duration longest) {
    changeAssignment();
    Map<TopicPartition, List<SourceRecord>> polled = new LinkedHashMap<>();
    for (TopicPartition partition : List.copyOf(positions.keySet())) {
      long end = topics.stableEnd(partition);
      List<SourceRecord> records = topics.read(partition, position(partition), end, MOST_RECORDS);
      if (!records.isEmpty()) {
        polled.put(partition, records);
      }
      positions.put(
          partition,
          records.size() < MOST_RECORDS ? end : records.get(MOST_RECORDS - 1).offset() + 1);
    }
    return polled;
  }

  private void changeAssignment() {
    try {
      while (!changes.isEmpty()) {
        changes.remove().run();
      }
    } catch (KafkaException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new KafkaException("the listener failed", e);
    }
  }

  @Override
  public long position(TopicPartition partition) {
    return Objects.requireNonNull(positions.get(partition));
  }

  @Override
  public void seek(TopicPartition partition, long offset) {
    positions.put(partition, offset);
  }

  @Override
  public Map<TopicPartition, Long> beginnings(Collection<TopicPartition> partitions) {
    return partitions.stream().collect(Collectors.toMap(Function.identity(), topics::beginning));
  }

  @Override
  public long stableEnd(TopicPartition partition) {
    return topics.stableEnd(partition);
  }

  @Override
  public void close() {
    if (!positions.isEmpty()) {
      listener().revoked(List.copyOf(positions.keySet()));
    }
  }
}
