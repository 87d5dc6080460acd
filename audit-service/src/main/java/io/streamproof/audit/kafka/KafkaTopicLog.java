package io.streamproof.audit.kafka;

import io.streamproof.audit.log.EvidenceGoneException;
import io.streamproof.audit.log.OffsetReader;
import io.streamproof.audit.log.OutOfReachException;
import io.streamproof.audit.log.TopicLog;
import io.streamproof.pipeline.record.SourceRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Topics, read by a consumer of its own that belongs to no group. */
public final class KafkaTopicLog implements TopicLog, AutoCloseable {
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final OffsetReader offsets;
  private final Limits limits;

  /**
   * How long to wait for the brokers.
   *
   * @param poll for one batch of records
   * @param silence until records are given up that do not come
   * @param answer for an offset
   */
  public record Limits(Duration poll, Duration silence, Duration answer) {
    /** For whole ranges, read by a thread that nobody waits for. */
    public static final Limits THOROUGH =
        new Limits(Duration.ofMillis(500), Duration.ofSeconds(30), Duration.ofSeconds(30));

    /** For a few records at a time, while a client waits. */
    public static final Limits PROMPT =
        new Limits(Duration.ofMillis(100), Duration.ofSeconds(10), Duration.ofSeconds(3));
  }

  /**
   * Reads by a consumer with {@link ConsumerSettings}, and closes it in the end.
   *
   * @param offsets for high watermarks, which a consumer of committed records does not see
   */
  public KafkaTopicLog(
      KafkaConsumer<byte[], byte[]> consumer, OffsetReader offsets, Limits limits) {
    this.consumer = consumer;
    this.offsets = offsets;
    this.limits = limits;
  }

  @Override
  public void visit(TopicPartition partition, long from, long to, Predicate<SourceRecord> visitor) {
    consumer.assign(List.of(partition));
    consumer.seek(partition, from);
    try {
      readTo(partition, from, to, record -> visitor.test(SourceRecord.of(record)));
    } catch (OffsetOutOfRangeException e) {
      throw new EvidenceGoneException(
          "records of " + partition + " have gone while they were read");
    } catch (KafkaException e) {
      throw UndecodableBatch.in(e)
          .<RuntimeException>map(
              each -> new EvidenceGoneException(String.valueOf(each.getMessage())))
          .orElse(e);
    }
  }

  @Override
  public OptionalInt epochAt(TopicPartition partition, long offset) {
    if (offset < beginning(partition) || offset >= stableEnd(partition)) {
      return OptionalInt.empty();
    }
    consumer.assign(List.of(partition));
    consumer.seek(partition, offset);
    List<Integer> epochs = new ArrayList<>();
    readTo(
        partition, offset, offset + 1, record -> record.leaderEpoch().map(epochs::add).isEmpty());
    return epochs.stream().mapToInt(Integer::intValue).findFirst();
  }

  private void readTo(
      TopicPartition partition,
      long from,
      long to,
      Predicate<ConsumerRecord<byte[], byte[]>> visitor) {
    long position = from;
    long silentSince = System.nanoTime();
    while (position < to) {
      for (ConsumerRecord<byte[], byte[]> each : consumer.poll(limits.poll()).records(partition)) {
        if (each.offset() < to && !visitor.test(each)) {
          return;
        }
      }
      long now = consumer.position(partition);
      if (now > position) {
        position = now;
        silentSince = System.nanoTime();
      } else if (System.nanoTime() - silentSince > limits.silence().toNanos()) {
        throw new KafkaException(
            "the brokers gave nothing of %s@%s for %s s"
                .formatted(partition, position, limits.silence().toSeconds()));
      }
    }
  }

  @Override
  public long beginning(TopicPartition partition) {
    requireTopic(partition);
    return ask(
        partition, () -> only(consumer.beginningOffsets(List.of(partition), limits.answer())));
  }

  @Override
  public long end(TopicPartition partition) {
    requireTopic(partition);
    return only(offsets.ends(List.of(partition)));
  }

  @Override
  public long stableEnd(TopicPartition partition) {
    requireTopic(partition);
    return ask(partition, () -> only(consumer.endOffsets(List.of(partition), limits.answer())));
  }

  @Override
  public long firstSince(TopicPartition partition, long millis) {
    requireTopic(partition);
    @Nullable OffsetAndTimestamp first =
        ask(
            partition,
            () ->
                consumer
                    .offsetsForTimes(Map.of(partition, millis), limits.answer())
                    .get(partition));
    if (first != null) {
      return first.offset();
    }
    // The brokers know none either if retention has taken the first that they knew.
    long beginning = beginning(partition);
    return beginning > 0 ? beginning : stableEnd(partition);
  }

  @Override
  public void close() {
    consumer.close();
  }

  private void requireTopic(TopicPartition partition) {
    if (consumer.partitionsFor(partition.topic(), limits.answer()).size()
        <= partition.partition()) {
      throw noTopic(partition);
    }
  }

  /** The client may remember a topic that was deleted meanwhile, about which brokers are silent. */
  private <T extends @Nullable Object> T ask(TopicPartition partition, Supplier<T> question) {
    try {
      return question.get();
    } catch (TimeoutException e) {
      if (!consumer.listTopics(limits.answer()).containsKey(partition.topic())) {
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
