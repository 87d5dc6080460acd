package io.streamproof.audit.log;

import io.streamproof.audit.catalogue.AuditedStage;
import io.streamproof.pipeline.record.SourceRecord;
import io.streamproof.pipeline.reference.ReferenceStage;
import io.streamproof.pipeline.stage.OutputRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/** Topics in memory, whose offsets have gaps as transactions leave them; lends itself. */
public class MemoryTopicLog implements TopicLog, TopicLogPool, OffsetReader {
  private final Map<TopicPartition, List<SourceRecord>> records = new HashMap<>();
  private final Map<TopicPartition, Long> beginnings = new HashMap<>();
  private final Set<TopicPartition> open = new HashSet<>();
  private final Set<String> deleted = new HashSet<>();
  private final Map<String, UUID> ids = new HashMap<>();
  private int read;

  /** Appends a record where it says that it stands. */
  public void append(SourceRecord record) {
    of(new TopicPartition(record.topic(), record.partition())).add(record);
  }

  /** Appends a record whose transaction never ends. */
  public void leaveOpen(TopicPartition partition) {
    open.add(partition);
  }

  /** Runs a stage on what stands in its source; every tenth offset of its outputs is a marker. */
  public void run(AuditedStage stage) {
    for (int p = 0; p < stage.sourcePartitions(); p++) {
      ReferenceStage reference = new ReferenceStage(stage.stage());
      for (SourceRecord record : List.copyOf(of(new TopicPartition(stage.sourceTopic(), p)))) {
        reference.process(record).forEach(this::emit);
      }
    }
  }

  private void emit(OutputRecord output) {
    long end = end(new TopicPartition(output.topic(), output.partition()));
    append(
        new SourceRecord(
            output.topic(),
            output.partition(),
            end % 10 == 9 ? end + 1 : end,
            output.timestamp(),
            output.key(),
            output.value(),
            output.headers(1)));
  }

  /** The records of a partition, to be changed. */
  public List<SourceRecord> of(TopicPartition partition) {
    return records.computeIfAbsent(partition, p -> new ArrayList<>());
  }

  public void expire(TopicPartition partition, long beginning) {
    beginnings.put(partition, beginning);
    of(partition).removeIf(record -> record.offset() < beginning);
  }

  public void delete(String topic) {
    deleted.add(topic);
  }

  /** Deletes a topic and creates it again. */
  public void recreate(String topic) {
    ids.put(topic, UUID.randomUUID());
    records.keySet().removeIf(partition -> partition.topic().equals(topic));
    beginnings.keySet().removeIf(partition -> partition.topic().equals(topic));
  }

  @Override
  public Map<String, UUID> topicIds(Collection<String> topics) {
    Map<String, UUID> known = new HashMap<>();
    topics.stream()
        .filter(topic -> !deleted.contains(topic))
        .forEach(topic -> known.put(topic, ids.computeIfAbsent(topic, name -> UUID.randomUUID())));
    return known;
  }

  @Override
  public Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions) {
    return partitions.stream().collect(Collectors.toMap(Function.identity(), this::end));
  }

  @Override
  public Map<TopicPartition, Integer> epochs(Collection<TopicPartition> partitions) {
    return partitions.stream().collect(Collectors.toMap(Function.identity(), each -> 0));
  }

  @Override
  public OptionalInt epochAt(TopicPartition partition, long offset) {
    return of(partition).stream().anyMatch(record -> record.offset() == offset)
        ? OptionalInt.of(0)
        : OptionalInt.empty();
  }

  @Override
  public Map<TopicPartition, Long> committed(String group) {
    return Map.of();
  }

  /** How many records were read. */
  public int read() {
    return read;
  }

  @Override
  public <T> T with(Function<TopicLog, T> use) {
    return use.apply(this);
  }

  @Override
  public void visit(TopicPartition partition, long from, long to, Predicate<SourceRecord> visitor) {
    if (from < beginning(partition)) {
      throw new EvidenceGoneException("records of " + partition + " have gone");
    }
    if (to > stableEnd(partition) && open.contains(partition)) {
      throw new IllegalStateException("an open transaction would be waited for");
    }
    List<SourceRecord> all = of(partition);
    for (int i = first(all, from); i < all.size() && all.get(i).offset() < to; i++) {
      read++;
      if (!visitor.test(all.get(i))) {
        return;
      }
    }
  }

  private void requireTopic(TopicPartition partition) {
    if (deleted.contains(partition.topic())) {
      throw new OutOfReachException(partition + " is not there any more");
    }
  }

  private static int first(List<SourceRecord> all, long from) {
    int low = 0;
    int high = all.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (all.get(middle).offset() < from) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  @Override
  public long beginning(TopicPartition partition) {
    requireTopic(partition);
    return beginnings.getOrDefault(partition, 0L);
  }

  @Override
  public long end(TopicPartition partition) {
    return stableEnd(partition) + (open.contains(partition) ? 1 : 0);
  }

  @Override
  public long stableEnd(TopicPartition partition) {
    requireTopic(partition);
    List<SourceRecord> all = of(partition);
    return all.isEmpty() ? 0 : all.get(all.size() - 1).offset() + 1;
  }

  @Override
  public long firstSince(TopicPartition partition, long millis) {
    return of(partition).stream()
        .filter(record -> record.timestamp() >= millis)
        .mapToLong(SourceRecord::offset)
        .findFirst()
        .orElse(stableEnd(partition));
  }
}
