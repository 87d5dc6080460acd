package io.streamproof.audit.log;

import io.streamproof.audit.log.LogIdentity.EpochMark;
import io.streamproof.pipeline.record.SourceRecord;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Set;
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
  private final Map<TopicPartition, EpochMark> polled = new HashMap<>();
  private final Map<TopicPartition, LogBounds> damaged = new HashMap<>();
  private final Set<TopicPartition> paused = new HashSet<>();
  private final Queue<Runnable> changes = new ArrayDeque<>();
  private Set<String> subscribed = Set.of();
  private @Nullable AssignmentListener listener;

  public MemoryRecordFeed(MemoryTopicLog topics) {
    this.topics = topics;
  }

  /** The topics that were subscribed to last. */
  public Set<String> subscribed() {
    return subscribed;
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

  /** Truncates a partition whose log has grown again meanwhile; the next poll reports it. */
  public void truncate(TopicPartition partition, long offset) {
    changes.add(
        () -> {
          throw new LogCutException(Set.of(partition), Map.of(partition, offset));
        });
  }

  /** Damages the records {@code from <= offset < to}. */
  public void damage(TopicPartition partition, long from, long to) {
    damaged.put(partition, new LogBounds(from, to));
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
    subscribed = Set.copyOf(names);
  }

  @Override
  public Map<TopicPartition, List<SourceRecord>> poll(Duration longest) {
    changeAssignment();
    Map<TopicPartition, List<SourceRecord>> batch = new LinkedHashMap<>();
    for (TopicPartition partition : List.copyOf(positions.keySet())) {
      if (paused.contains(partition)) {
        continue;
      }
      LogBounds damage = damaged.getOrDefault(partition, new LogBounds(0, 0));
      long position = at(partition);
      if (damage.beginning() <= position && position < damage.stableEnd()) {
        throw new UndecodableException(
            partition, damage.beginning(), new KafkaException("a checksum is wrong"));
      }
      long stable = topics.stableEnd(partition);
      long end = position < damage.beginning() ? Math.min(stable, damage.beginning()) : stable;
      if (position < topics.beginning(partition) || position > end) {
        throw new LogCutException(Set.of(partition), Map.of());
      }
      List<SourceRecord> records = topics.read(partition, position, end, MOST_RECORDS);
      if (!records.isEmpty()) {
        batch.put(partition, records);
        polled.put(partition, new EpochMark(1, records.get(records.size() - 1).offset()));
      }
      positions.put(
          partition,
          records.size() < MOST_RECORDS ? end : records.get(MOST_RECORDS - 1).offset() + 1);
    }
    return batch;
  }

  private void changeAssignment() {
    try {
      while (!changes.isEmpty()) {
        changes.remove().run();
      }
    } catch (KafkaException | LogCutException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new KafkaException("the listener failed", e);
    }
  }

  @Override
  public long readableFrom(TopicPartition partition, long offset) {
    return damaged.getOrDefault(partition, new LogBounds(0, offset + 1)).stableEnd();
  }

  @Override
  public OptionalLong position(TopicPartition partition) {
    return OptionalLong.of(at(partition));
  }

  private long at(TopicPartition partition) {
    return Objects.requireNonNull(positions.get(partition));
  }

  @Override
  public void seek(TopicPartition partition, long offset, @Nullable Integer epoch) {
    positions.put(partition, offset);
    polled.remove(partition);
  }

  @Override
  public @Nullable EpochMark lastPolled(TopicPartition partition) {
    return polled.get(partition);
  }

  @Override
  public void pause(TopicPartition partition) {
    paused.add(partition);
  }

  @Override
  public void resume(TopicPartition partition) {
    paused.remove(partition);
  }

  @Override
  public Map<TopicPartition, LogBounds> bounds(Collection<TopicPartition> partitions) {
    return partitions.stream()
        .collect(
            Collectors.toMap(
                Function.identity(),
                each -> new LogBounds(topics.beginning(each), topics.stableEnd(each))));
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
