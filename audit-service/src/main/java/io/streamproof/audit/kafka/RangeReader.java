package io.streamproof.audit.kafka;

import io.streamproof.pipeline.record.SourceRecord;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** Reads ranges of partitions, by a consumer of no group that one thread at a time uses. */
record RangeReader(KafkaConsumer<byte[], byte[]> consumer, Duration poll, Duration longestSilence) {

  /**
   * Reads the committed records of a range that is there.
   *
   * @param visitor says whether it wants more
   * @throws KafkaException if the brokers give nothing for too long
   */
  void read(TopicPartition partition, long from, long to, Predicate<SourceRecord> visitor) {
    consumer.assign(List.of(partition));
    consumer.seek(partition, from);
    long position = from;
    long silentSince = System.nanoTime();
    while (position < to) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(poll).records(partition)) {
        if (record.offset() < to && !visitor.test(SourceRecord.of(record))) {
          return;
        }
      }
      long now = consumer.position(partition);
      if (now > position) {
        position = now;
        silentSince = System.nanoTime();
      } else if (System.nanoTime() - silentSince > longestSilence.toNanos()) {
        throw new KafkaException(
            "the brokers gave nothing of %s@%d for %d s"
                .formatted(partition, position, longestSilence.toSeconds()));
      }
    }
  }
}
