package io.streamproof.audit.kafka;

import io.streamproof.audit.investigation.Log;
import io.streamproof.pipeline.record.SourceRecord;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Ranges of topics, read with a consumer of its own that belongs to no group. Only the thread that
 * investigates uses it.
 */
final class KafkaLog implements Log, AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration LONGEST_SILENCE = Duration.ofSeconds(30);

  private final RangeReader reader;
  private final KafkaOffsets offsets;

  KafkaLog(Supplier<KafkaConsumer<byte[], byte[]>> consumers, KafkaOffsets offsets) {
    this.reader = new RangeReader(consumers.get(), POLL, LONGEST_SILENCE);
    this.offsets = offsets;
  }

  @Override
  public void visit(TopicPartition partition, long from, long to, Consumer<SourceRecord> visitor) {
    long first = Math.max(from, beginning(partition));
    long end = Math.min(to, end(partition));
    if (first >= end) {
      return;
    }
    reader.read(
        partition,
        first,
        end,
        record -> {
          visitor.accept(record);
          return true;
        });
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
    reader.consumer().close();
  }

  private static long only(Map<TopicPartition, Long> offsets) {
    return offsets.values().iterator().next();
  }
}
