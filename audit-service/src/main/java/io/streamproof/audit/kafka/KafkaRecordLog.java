package io.streamproof.audit.kafka;

import io.streamproof.audit.lineage.OutOfReachException;
import io.streamproof.audit.lineage.RecordLog;
import io.streamproof.pipeline.record.SourceRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Few records at a time, by a consumer of no group; only one walk uses it at a time. */
final class KafkaRecordLog implements RecordLog, AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration LOOK = Duration.ofSeconds(3);
  private static final Duration LONGEST_SILENCE = Duration.ofSeconds(10);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final RangeReader reader;

  KafkaRecordLog(KafkaConsumer<byte[], byte[]> consumer) {
    this.consumer = consumer;
    this.reader = new RangeReader(consumer, POLL, LONGEST_SILENCE);
  }

  @Override
  public List<SourceRecord> read(TopicPartition partition, long from, long to, int most) {
    List<SourceRecord> records = new ArrayList<>();
    if (most == 0) {
      return records;
    }
    try {
      reader.read(
          partition,
          from,
          to,
          record -> {
            records.add(record);
            return records.size() < most;
          });
    } catch (OffsetOutOfRangeException e) {
      throw new OutOfReachException("records of " + partition + " have gone while they were read");
    }
    return records;
  }

  @Override
  public long beginning(TopicPartition partition) {
    requireThere(partition);
    return look(partition, () -> only(consumer.beginningOffsets(List.of(partition), LOOK)));
  }

  @Override
  public long end(TopicPartition partition) {
    requireThere(partition);
    return look(partition, () -> only(consumer.endOffsets(List.of(partition), LOOK)));
  }

  @Override
  public long firstSince(TopicPartition partition, long millis) {
    requireThere(partition);
    @Nullable OffsetAndTimestamp first =
        look(
            partition,
            () -> consumer.offsetsForTimes(Map.of(partition, millis), LOOK).get(partition));
    if (first != null) {
      return first.offset();
    }
    // The brokers know none as well where the first that they know of has been taken by retention.
    long beginning = beginning(partition);
    return beginning > 0 ? beginning : end(partition);
  }

  @Override
  public void close() {
    consumer.close();
  }

  private void requireThere(TopicPartition partition) {
    if (consumer.partitionsFor(partition.topic(), LOOK).size() <= partition.partition()) {
      throw noTopic(partition);
    }
  }

  /** The client may remember a topic that was deleted meanwhile; the brokers then say nothing. */
  private <T extends @Nullable Object> T look(TopicPartition partition, Supplier<T> look) {
    try {
      return look.get();
    } catch (TimeoutException e) {
      if (!consumer.listTopics(LOOK).containsKey(partition.topic())) {
        throw noTopic(partition);
      }
      throw e;
    }
  }

  private static OutOfReachException noTopic(TopicPartition partition) {
    return new OutOfReachException(partition + " is not there any more");
  }

  private static long only(Map<TopicPartition, Long> offsets) {
    return offsets.values().iterator().next();
  }
}
