package io.streamproof.audit.kafka;

import io.streamproof.audit.investigation.Log;
import io.streamproof.pipeline.record.SourceRecord;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Ranges of topics, read with a consumer of its own that belongs to no group. Only the thread that
 * investigates uses it.
 */
final class KafkaLog implements Log, AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration LONGEST_SILENCE = Duration.ofSeconds(30);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final KafkaOffsets offsets;

  KafkaLog(Supplier<KafkaConsumer<byte[], byte[]>> consumers, KafkaOffsets offsets) {
    this.consumer = consumers.get();
    this.offsets = offsets;
  }

  @Override
  public void visit(TopicPartition partition, long from, long to, Consumer<SourceRecord> visitor) {
    long first = Math.max(from, beginning(partition));
    long end = Math.min(to, end(partition));
    if (first >= end) {
      return;
    }
    consumer.assign(List.of(partition));
    consumer.seek(partition, first);
    long silentSince = System.nanoTime();
    long position = first;
    while (position < end) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL).records(partition)) {
        if (record.offset() < end) {
          visitor.accept(SourceRecord.of(record));
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
  }

  @Override
  public long beginning(TopicPartition partition) {
    return only(offsets.beginnings(List.of(partition)));
  }

  @Override
  public long end(TopicPartition partition) {
    return only(offsets.ends(List.of(partition)));
  }

  @Override
  public void close() {
    consumer.close();
  }

  private static long only(Map<TopicPartition, Long> offsets) {
    return offsets.values().iterator().next();
  }
}
