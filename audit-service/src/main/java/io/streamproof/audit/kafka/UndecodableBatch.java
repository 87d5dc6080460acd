package io.streamproof.audit.kafka;

import io.streamproof.audit.log.UndecodableException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Recognises the client's failure at a batch that is damaged, and finds out where the batch ends.
 * The client says in nothing but its message which batch it is.
 */
final class UndecodableBatch {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final int MOST_POLLS = 5;

  private static final Pattern PARTITION_FIRST =
      Pattern.compile("partition (\\S+)-(\\d+) at offset (\\d+) is invalid");
  private static final Pattern OFFSET_FIRST =
      Pattern.compile(
          "corrupt message when fetching offset (\\d+) for topic-partition (\\S+)-(\\d+)");

  private UndecodableBatch() {}

  /** What a failed poll says of a damaged batch; empty: it failed for something else. */
  static Optional<UndecodableException> in(KafkaException failure) {
    return Stream.of(failure, failure.getCause())
        .filter(Objects::nonNull)
        .map(Throwable::getMessage)
        .filter(Objects::nonNull)
        .flatMap(message -> place(message).stream())
        .map(place -> new UndecodableException(place.getKey(), place.getValue(), failure))
        .findFirst();
  }

  private static Optional<Map.Entry<TopicPartition, Long>> place(String message) {
    Matcher partitionFirst = PARTITION_FIRST.matcher(message);
    if (partitionFirst.find()) {
      return Optional.of(
          Map.entry(
              new TopicPartition(
                  partitionFirst.group(1), Integer.parseInt(partitionFirst.group(2))),
              Long.parseLong(partitionFirst.group(3))));
    }
    Matcher offsetFirst = OFFSET_FIRST.matcher(message);
    if (offsetFirst.find()) {
      return Optional.of(
          Map.entry(
              new TopicPartition(offsetFirst.group(2), Integer.parseInt(offsetFirst.group(3))),
              Long.parseLong(offsetFirst.group(1))));
    }
    return Optional.empty();
  }

  /**
   * The first offset at which a partition can be read again: that behind the damaged batch, found
   * in steps that double, and then halve.
   *
   * @param probe a consumer of its own
   * @param damaged an offset that cannot be read
   */
  static long end(Consumer<byte[], byte[]> probe, TopicPartition partition, long damaged) {
    probe.assign(List.of(partition));
    long end =
        Objects.requireNonNull(probe.endOffsets(List.of(partition)).get(partition), "an end");
    long bad = damaged;
    long step = 1;
    while (bad + step < end && !isReadable(probe, partition, bad + step)) {
      bad += step;
      step *= 2;
    }
    long good = Math.min(end, bad + step);
    while (good - bad > 1) {
      long middle = bad + (good - bad) / 2;
      if (isReadable(probe, partition, middle)) {
        good = middle;
      } else {
        bad = middle;
      }
    }
    return Math.max(good, damaged + 1);
  }

  private static boolean isReadable(
      Consumer<byte[], byte[]> probe, TopicPartition partition, long offset) {
    probe.seek(partition, offset);
    for (int poll = 0; poll < MOST_POLLS; poll++) {
      try {
        if (!probe.poll(POLL).isEmpty() || probe.position(partition) > offset) {
          return true;
        }
      } catch (KafkaException e) {
        if (in(e).isEmpty()) {
          throw e;
        }
        return false;
      }
    }
    throw new KafkaException("the brokers gave nothing of %s@%s".formatted(partition, offset));
  }
}
