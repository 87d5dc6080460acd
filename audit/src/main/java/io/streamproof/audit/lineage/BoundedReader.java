package io.streamproof.audit.lineage;

import io.streamproof.audit.finding.RecordPlace;
import io.streamproof.audit.log.OutOfReachException;
import io.streamproof.audit.log.TopicLog;
import io.streamproof.pipeline.record.SourceRecord;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import org.apache.kafka.common.TopicPartition;

/**
 * The log as one walk reads it: never more records than its limit, and of each partition only what
 * was committed when the walk first looked, so that a walk is bounded however fast a topic grows.
 */
final class BoundedReader implements TopicLog {
  /** Records that one walk reads at most. */
  static final int MOST_RECORDS = 300_000;

  private static final int PAGE = 2_000;
  private static final int PROBE = 50;

  private final TopicLog log;
  private final int limit;
  private final Map<TopicPartition, Long> beginnings = new HashMap<>();
  private final Map<TopicPartition, Long> ends = new HashMap<>();
  private int read;

  BoundedReader(TopicLog log, int limit) {
    this.log = log;
    this.limit = limit;
  }

  @Override
  public OptionalInt epochAt(TopicPartition partition, long offset) {
    return log.epochAt(partition, offset);
  }

  @Override
  public long beginning(TopicPartition partition) {
    return beginnings.computeIfAbsent(partition, log::beginning);
  }

  @Override
  public long end(TopicPartition partition) {
    return stableEnd(partition);
  }

  @Override
  public long stableEnd(TopicPartition partition) {
    return ends.computeIfAbsent(partition, log::stableEnd);
  }

  @Override
  public long firstSince(TopicPartition partition, long millis) {
    return millis <= 0 ? 0 : Math.min(log.firstSince(partition, millis), end(partition));
  }

  /** The record at a place; empty: retention has taken it, or none was ever committed there. */
  Optional<SourceRecord> at(RecordPlace place) {
    return page(place.topicPartition(), place.offset(), place.offset() + 1, 1).stream().findFirst();
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
      throw new OutOfReachException(
          String.format(Locale.ROOT, "more than %,d records would have to be read", limit));
    }
    List<SourceRecord> page = log.read(partition, first, end, Math.min(most, limit - read));
    read += page.size();
    return page;
  }

  /**
   * Visits the records of a range.
   *
   * @throws OutOfReachException if they are too many
   */
  @Override
  public void visit(TopicPartition partition, long from, long to, Predicate<SourceRecord> visitor) {
    long next = from;
    while (next < to) {
      List<SourceRecord> page = page(partition, next, to, PAGE);
      for (SourceRecord record : page) {
        if (!visitor.test(record)) {
          return;
        }
      }
      if (page.isEmpty()) {
        return;
      }
      next = page.get(page.size() - 1).offset() + 1;
    }
  }

  /**
   * Requires that retention has taken no record since a time: it has taken none at all, or what is
   * left begins with older records.
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
}
