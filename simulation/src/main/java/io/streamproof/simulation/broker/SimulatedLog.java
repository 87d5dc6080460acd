package io.streamproof.simulation.broker;

import io.streamproof.pipeline.record.SourceRecord;
import io.streamproof.simulation.broker.LogEntry.Fate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * The log of one partition, as its leader has it: all that is here is on all replicas, and so below
 * the high watermark.
 */
public final class SimulatedLog {
  private final TopicPartition partition;
  private final LongSupplier micros;
  private final List<LogEntry> entries = new ArrayList<>();
  private final List<LogEntry> history = new ArrayList<>();
  private final Map<SimulatedTransaction, Long> open = new LinkedHashMap<>();
  private final NavigableMap<Integer, Long> epochs = new TreeMap<>(Map.of(0, 0L));
  private long beginning;
  private long end;

  SimulatedLog(TopicPartition partition, LongSupplier micros) {
    this.partition = partition;
    this.micros = micros;
  }

  public TopicPartition partition() {
    return partition;
  }

  LogEntry append(
      long timestamp,
      byte @Nullable [] key,
      byte @Nullable [] value,
      Headers headers,
      @Nullable SimulatedTransaction transaction) {
    SourceRecord record =
        new SourceRecord(
            partition.topic(), partition.partition(), end, timestamp, key, value, headers);
    LogEntry entry = new LogEntry(record, epochs.lastKey(), transaction, micros.getAsLong());
    if (transaction != null) {
      open.putIfAbsent(transaction, end);
    }
    entries.add(entry);
    history.add(entry);
    end++;
    return entry;
  }

  /** Writes a record outside of any transaction; its place must be the end of the log. */
  public LogEntry write(SourceRecord record) {
    if (record.offset() != end || !record.topic().equals(partition.topic())) {
      throw new IllegalArgumentException("the end of %s is %s".formatted(partition, end));
    }
    return append(record.timestamp(), record.key(), record.value(), record.headers(), null);
  }

  /** A transaction's marker arrives; it takes an offset of its own. */
  void end(SimulatedTransaction transaction, boolean commits) {
    end++;
    open.remove(transaction);
    history.stream()
        .filter(entry -> entry.isOf(transaction) && entry.fate() == Fate.PRESENT)
        .forEach(entry -> entry.end(commits, micros.getAsLong()));
  }

  /** An aborted transaction leaves a gap. */
  public void skip(long offsets) {
    end += offsets;
  }

  /** Another leader takes over, with all that is here. */
  public void elect() {
    epochs.put(epochs.lastKey() + 1, end);
  }

  /** A leader takes over that lacks the end of the log: the rest is lost. */
  public void truncate(long to) {
    int next = epochs.lastKey() + 1;
    epochs.values().removeIf(start -> start >= to && start > 0);
    remove(entry -> entry.offset() >= to, Fate.LOST);
    open.values().removeIf(first -> first >= to);
    end = Math.min(end, to);
    epochs.put(next, end);
  }

  /** The log is deleted. */
  void delete() {
    remove(entry -> true, Fate.LOST);
  }

  /** Retention takes all before an offset. */
  public void expire(long before) {
    if (before > beginning) {
      beginning = before;
      remove(entry -> entry.offset() < before, Fate.EXPIRED);
    }
  }

  /** Compaction takes records. */
  public void compact(Predicate<LogEntry> which) {
    remove(which, Fate.COMPACTED);
  }

  private void remove(Predicate<LogEntry> which, Fate fate) {
    entries.stream().filter(which).forEach(entry -> entry.vanish(fate, micros.getAsLong()));
    entries.removeIf(which);
  }

  /** The first offset that is left. */
  public long beginning() {
    return beginning;
  }

  /** The high watermark. */
  public long end() {
    return end;
  }

  /** The last stable offset: before the first record of the first open transaction. */
  public long stableEnd() {
    return open.values().stream().mapToLong(Long::longValue).reduce(end, Math::min);
  }

  public boolean hasOpenTransaction() {
    return !open.isEmpty();
  }

  int epoch() {
    return epochs.lastKey();
  }

  /** The epoch of the leader that wrote what is at an offset. */
  int epochAt(long offset) {
    int epoch = epochs.firstKey();
    for (Map.Entry<Integer, Long> each : epochs.entrySet()) {
      epoch = each.getValue() <= offset ? each.getKey() : epoch;
    }
    return epoch;
  }

  /** Where an epoch ends, as brokers answer it; -1: they know of none so old. */
  long endOf(int epoch) {
    Map.@Nullable Entry<Integer, Long> known = epochs.floorEntry(epoch);
    if (known == null) {
      return -1;
    }
    Map.@Nullable Entry<Integer, Long> next = epochs.higherEntry(known.getKey());
    return next == null ? end : next.getValue();
  }

  /** The committed records that are here, below the last stable offset, from an offset on. */
  public List<LogEntry> committed(long from) {
    long stable = stableEnd();
    return entries.stream()
        .filter(entry -> entry.offset() >= from && entry.offset() < stable && entry.isCommitted())
        .toList();
  }

  /** All records that were ever written, in the order of writing. */
  public List<LogEntry> history() {
    return history;
  }
}
