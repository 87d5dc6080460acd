package io.streamproof.audit.lineage;

import io.streamproof.audit.finding.Finding.Place;
import io.streamproof.pipeline.record.SourceRecord;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.kafka.common.TopicPartition;

/**
 * What one walk reads: never more records than its limit, and of each partition only what stood
 * there when the walk first looked, so that a walk is bounded however fast a topic grows.
 */
final class Reading {
  /** Records that one walk reads at most. */
  static final int MOST_RECORDS = 300_000;

  private static final int PAGE = 2_000;
  private static final int PROBE = 50;

  private final RecordLog log;
  private final int limit;
  private final Map<TopicPartition, Long> beginnings = new HashMap<>();
  private final Map<TopicPartition, Long> ends = new HashMap<>();
  private int read;

  Reading(RecordLog log, int limit) {
    this.log = log;
    this.limit = limit;
  }

  long beginning(TopicPartition partition) {
    return beginnings.computeIfAbsent(partition, log::beginning);
  }

  long end(TopicPartition partition) {
    return ends.computeIfAbsent(partition, log::end);
  }

  long firstSince(TopicPartition partition, long millis) {
    return millis <= 0 ? 0 : Math.min(log.firstSince(partition, millis), end(partition));
  }

  /**
   * The record at a place; empty: retention has taken it, or no record was ever committed there.
   */
  Optional<SourceRecord> at(Place place) {
    TopicPartition partition = new TopicPartition(place.topic(), place.partition());
    return page(partition, place.offset(), place.offset() + 1, 1).stream().findFirst();
  }

  /**
   * Where records of a time begin, by halving a range; right if the caller has taken off by how
   * much they may be out of order.
   */
  long about(TopicPartition partition, long from, long to, long millis) {
    long low = Math.max(from, beginning(partition));
    long high = to;
    while (high - low > PAGE) {
      long middle = low + (high - low) / 2;
      List<SourceRecord> seen = page(partition, middle, high, PROBE);
      if (seen.isEmpty() || seen.get(seen.size() / 2).timestamp() >= millis) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return low;
  }

  /** The first records of a range, at most {@code most}. */
  List<SourceRecord> page(TopicPartition partition, long from, long to, int most) {
    long first = Math.max(from, beginning(partition));
    long end = Math.min(to, end(partition));
    if (first >= end) {
      return List.of();
    }
    if (read >= limit) {
      throw new OutOfReachException("more than %,d records would have to be read".formatted(limit));
    }
    List<SourceRecord> page = log.read(partition, first, end, Math.min(most, limit - read));
    read += page.size();
    return page;
  }

  /**
   * Visits every record of a range.
   *
   * @throws OutOfReachException if some of them are gone, or they are too many
   */
  void scan(TopicPartition partition, long from, long to, Consumer<SourceRecord> visitor) {
    requireThere(partition, from);
    long next = from;
    while (next < to) {
      List<SourceRecord> page = page(partition, next, to, PAGE);
      page.forEach(visitor);
      if (page.isEmpty()) {
        return;
      }
      next = page.get(page.size() - 1).offset() + 1;
    }
  }

  /**
   * Refuses a time from which on retention may have taken something: it has taken nothing, or what
   * is left begins with older records.
   */
  void requireAllSince(TopicPartition partition, long millis) {
    long beginning = beginning(partition);
    if (beginning > 0 && firstSince(partition, millis) <= beginning) {
      requireThere(partition, beginning - 1);
    }
  }

  /** The first record from an offset on of which something is true. */
  Optional<SourceRecord> first(
      TopicPartition partition, long from, Predicate<SourceRecord> condition) {
    long next = from;
    List<SourceRecord> page = page(partition, next, Long.MAX_VALUE, PAGE);
    while (!page.isEmpty()) {
      Optional<SourceRecord> found = page.stream().filter(condition).findFirst();
      if (found.isPresent()) {
        return found;
      }
      next = page.get(page.size() - 1).offset() + 1;
      page = page(partition, next, Long.MAX_VALUE, PAGE);
    }
    return Optional.empty();
  }

  /** Refuses a range whose records retention may have taken. */
  void requireThere(TopicPartition partition, long from) {
    long beginning = beginning(partition);
    if (from < beginning) {
      throw new OutOfReachException(
          "records %d to %d of %s are gone".formatted(from, beginning - 1, partition));
    }
  }
}
