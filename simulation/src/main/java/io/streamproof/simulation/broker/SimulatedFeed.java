package io.streamproof.simulation.broker;

import io.streamproof.audit.log.LogCutException;
import io.streamproof.audit.log.LogIdentity.EpochMark;
import io.streamproof.audit.log.RecordFeed;
import io.streamproof.pipeline.record.SourceRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.IntSupplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * A consumer of the group, as far as the audit sees one: callbacks within a poll, positions behind
 * markers, validation of positions by leader epochs.
 */
public final class SimulatedFeed implements RecordFeed {
  private final SimulatedBroker broker;
  private final SimulatedGroup group;
  private final IntSupplier mostRecords;
  private final Map<TopicPartition, ReadState> states = new LinkedHashMap<>();
  private final Set<TopicPartition> paused = new LinkedHashSet<>();
  private List<String> topics = List.of();
  private @Nullable AssignmentListener listener;
  private boolean isExpelled;
  private int deafPolls;

  /**
   * Makes a feed.
   *
   * @param mostRecords how many records a poll gives of a partition
   */
  public SimulatedFeed(SimulatedBroker broker, SimulatedGroup group, IntSupplier mostRecords) {
    this.broker = broker;
    this.group = group;
    this.mostRecords = mostRecords;
  }

  /** Where a partition is read next, and what is known of the log there. */
  private static final class ReadState {
    private long position;
    private @Nullable Integer epoch;
    private int validatedIn = -1;
    private @Nullable EpochMark polled;
  }

  @Override
  public void subscribe(Collection<String> names, AssignmentListener assignments) {
    topics = List.copyOf(names);
    listener = assignments;
    group.join(this, topics);
  }

  /** The group gives this member up; it hears of it after so many further polls. */
  public void expel(int polls) {
    isExpelled = true;
    deafPolls = polls;
    group.expel(this);
  }

  @Override
  public Map<TopicPartition, List<SourceRecord>> poll(Duration longest) {
    changeAssignment();
    Map<TopicPartition, Long> truncated = new LinkedHashMap<>();
    Set<TopicPartition> cut = new LinkedHashSet<>();
    states.forEach((partition, state) -> validate(partition, state, cut, truncated));
    if (!cut.isEmpty()) {
      throw new LogCutException(cut, truncated);
    }
    Map<TopicPartition, List<SourceRecord>> records = new LinkedHashMap<>();
    states.forEach((partition, state) -> fetch(partition, state, records));
    return records;
  }

  private void changeAssignment() {
    try {
      if (isExpelled) {
        hear();
        return;
      }
      List<TopicPartition> revoked = group.revoked(this);
      if (!revoked.isEmpty()) {
        listener().revoked(revoked);
        forget(revoked);
        group.gaveUp(this, revoked);
      }
      List<TopicPartition> taken = group.take(this);
      if (!taken.isEmpty()) {
        taken.forEach(partition -> states.put(partition, new ReadState()));
        listener().assigned(taken);
      }
    } catch (KafkaException | LogCutException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new KafkaException("the listener failed", e);
    }
  }

  private void hear() {
    if (deafPolls > 0) {
      deafPolls--;
      return;
    }
    isExpelled = false;
    List<TopicPartition> lost = List.copyOf(states.keySet());
    forget(lost);
    group.join(this, topics);
    if (!lost.isEmpty()) {
      listener().lost(lost);
    }
  }

  private void forget(Collection<TopicPartition> partitions) {
    partitions.forEach(states::remove);
    partitions.forEach(paused::remove);
  }

  /** A position whose epoch ended before it, or that is outside of the log, cannot be read from. */
  private void validate(
      TopicPartition partition,
      ReadState state,
      Set<TopicPartition> cut,
      Map<TopicPartition, Long> truncated) {
    @Nullable SimulatedLog log = broker.find(partition);
    if (log == null || paused.contains(partition)) {
      return;
    }
    if (state.epoch != null && state.validatedIn != log.epoch()) {
      long end = log.endOf(state.epoch);
      if (end < state.position) {
        cut.add(partition);
        truncated.put(partition, Math.max(0, end));
        return;
      }
      state.validatedIn = log.epoch();
    }
    if (state.position < log.beginning() || state.position > log.end()) {
      cut.add(partition);
    }
  }

  private void fetch(
      TopicPartition partition, ReadState state, Map<TopicPartition, List<SourceRecord>> records) {
    @Nullable SimulatedLog log = broker.find(partition);
    if (log == null || paused.contains(partition)) {
      return;
    }
    List<LogEntry> all = log.committed(state.position);
    int most = mostRecords.getAsInt();
    List<LogEntry> some = all.subList(0, Math.min(most, all.size()));
    if (!some.isEmpty()) {
      LogEntry last = some.get(some.size() - 1);
      some.forEach(LogEntry::deliver);
      records.put(partition, new ArrayList<>(some.stream().map(LogEntry::record).toList()));
      state.position = last.offset() + 1;
      state.epoch = last.epoch();
      state.polled = new EpochMark(last.epoch(), last.offset());
    } else if (most > 0 && state.position < log.stableEnd()) {
      state.position = log.stableEnd();
      state.epoch = log.epochAt(state.position - 1);
    }
  }

  @Override
  public OptionalLong position(TopicPartition partition) {
    ReadState state = state(partition);
    Map<TopicPartition, Long> truncated = new LinkedHashMap<>();
    Set<TopicPartition> cut = new LinkedHashSet<>();
    validate(partition, state, cut, truncated);
    if (!cut.isEmpty()) {
      throw new LogCutException(cut, truncated);
    }
    return OptionalLong.of(state.position);
  }

  @Override
  public void seek(TopicPartition partition, long offset, @Nullable Integer epoch) {
    ReadState state = state(partition);
    state.position = offset;
    state.epoch = epoch;
    state.validatedIn = -1;
    state.polled = null;
  }

  @Override
  public @Nullable EpochMark lastPolled(TopicPartition partition) {
    return state(partition).polled;
  }

  @Override
  public long readableFrom(TopicPartition partition, long damaged) {
    throw new UnsupportedOperationException("no simulated batch is damaged");
  }

  @Override
  public void pause(TopicPartition partition) {
    state(partition);
    paused.add(partition);
  }

  @Override
  public void resume(TopicPartition partition) {
    paused.remove(partition);
  }

  @Override
  public Map<TopicPartition, LogBounds> bounds(Collection<TopicPartition> partitions) {
    Map<TopicPartition, LogBounds> bounds = new LinkedHashMap<>();
    for (TopicPartition partition : partitions) {
      SimulatedLog log = broker.log(partition);
      bounds.put(partition, new LogBounds(log.beginning(), log.stableEnd()));
    }
    return bounds;
  }

  @Override
  public long stableEnd(TopicPartition partition) {
    return broker.log(partition).stableEnd();
  }

  @Override
  public void close() {
    List<TopicPartition> own = List.copyOf(states.keySet());
    try {
      if (!own.isEmpty() && isExpelled) {
        listener().lost(own);
      } else if (!own.isEmpty()) {
        listener().revoked(own);
      }
    } catch (IllegalStateException e) {
      throw new KafkaException("the listener failed", e);
    } finally {
      crash();
    }
  }

  /** The member is gone without a word. */
  public void crash() {
    states.clear();
    paused.clear();
    isExpelled = false;
    group.leave(this);
  }

  private ReadState state(TopicPartition partition) {
    @Nullable ReadState state = states.get(partition);
    if (state == null) {
      throw new IllegalStateException("no current assignment for " + partition);
    }
    return state;
  }

  private AssignmentListener listener() {
    return Objects.requireNonNull(listener);
  }
}
