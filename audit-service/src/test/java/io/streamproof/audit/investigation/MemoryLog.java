package io.streamproof.audit.investigation;

import io.streamproof.pipeline.record.SourceRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;

/** Topics in memory. */
final class MemoryLog implements Log {
  private final Map<TopicPartition, List<SourceRecord>> records = new HashMap<>();
  private final Map<TopicPartition, Long> beginnings = new HashMap<>();

  void append(SourceRecord record) {
    records
        .computeIfAbsent(
            new TopicPartition(record.topic(), record.partition()), p -> new ArrayList<>())
        .add(record);
  }

  /** Retention has taken what lies before an offset. */
  void expire(TopicPartition partition, long beginning) {
    beginnings.put(partition, beginning);
    records.getOrDefault(partition, new ArrayList<>()).removeIf(r -> r.offset() < beginning);
  }

  @Override
  public void visit(TopicPartition partition, long from, long to, Consumer<SourceRecord> visitor) {
    records.getOrDefault(partition, List.of()).stream()
        .filter(record -> record.offset() >= from && record.offset() < to)
        .forEach(visitor);
  }

  @Override
  public long beginning(TopicPartition partition) {
    return beginnings.getOrDefault(partition, 0L);
  }

  @Override
  public long end(TopicPartition partition) {
    return records.getOrDefault(partition, List.of()).stream()
        .mapToLong(record -> record.offset() + 1)
        .max()
        .orElse(0);
  }
}
