package io.streamproof.audit.kafka;

import io.streamproof.audit.lineage.RecordLog;
import io.streamproof.pipeline.record.SourceRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** Few records at a time, by a consumer of no group; only one walk uses it at a time. */
final class KafkaRecordLog implements RecordLog, AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration LONGEST_SILENCE = Duration.ofSeconds(10);

  private final KafkaConsumer<byte[], byte[]> consumer;

  KafkaRecordLog(KafkaConsumer<byte[], byte[]> consumer) {
    this.consumer = consumer;
  }

  @Override
  public List<SourceRecord> read(TopicPartition partition, long from, long to, int most) {
    List<SourceRecord> records = new ArrayList<>();
    consumer.assign(List.of(partition));
    consumer.seek(partition, from);
    long position = from;
    long silentSince = System.nanoTime();
    while (position < to && records.size() < most) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL).records(partition)) {
        if (record.offset() < to && records.size() < most) {
          records.add(SourceRecord.of(record));
        }
      }
      long now = consumer.position(partition);
      if (now > position) {
        position = now;
        silentSince = System.nanoTime();
      } else if (System.nanoTime() - silentSince > LONGEST_SILENCE.toNanos()) {
        throw new KafkaException(
            "the brokers gave nothing of %s@%d for %d s"
                .formatted(partition, position, LONGEST_SILENCE.toSeconds()));
      }
    }
    return records;
  }

  @Override
  public long beginning(TopicPartition partition) {
    return only(consumer.beginningOffsets(List.of(partition)));
  }

  @Override
  public long end(TopicPartition partition) {
    return only(consumer.endOffsets(List.of(partition)));
  }

  @Override
  public long firstSince(TopicPartition partition, long millis) {
    OffsetAndTimestamp first = consumer.offsetsForTimes(Map.of(partition, millis)).get(partition);
    return first == null ? end(partition) : first.offset();
  }

  @Override
  public void close() {
    consumer.close();
  }

  private static long only(Map<TopicPartition, Long> offsets) {
    return offsets.values().iterator().next();
  }
}
