package io.streamproof.audit.log;

import io.streamproof.pipeline.record.SourceRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.kafka.common.TopicPartition;

/**
 * The committed records of topics, by ranges of offsets. Offsets may have gaps where transaction
 * markers or aborted records are. Any call about a topic that no longer exists fails with an {@link
 * OutOfReachException}. Not thread-safe.
 */
public interface TopicLog {
  /**
   * Visits the records with {@code from <= offset < to} in order. The range lies between beginning
   * and end; a visit that goes beyond the stable end waits for open transactions to end, and fails
   * if they do not.
   *
   * @param visitor says whether it wants more
   * @throws EvidenceGoneException if retention has taken the first of them meanwhile
   */
  void visit(TopicPartition partition, long from, long to, Predicate<SourceRecord> visitor);

  /** The epoch of the leader that wrote the record at an offset; empty: there is none. */
  OptionalInt epochAt(TopicPartition partition, long offset);

  /** The first offset that is left. */
  long beginning(TopicPartition partition);

  /** The high watermark: the offset behind the last record, open transactions included. */
  long end(TopicPartition partition);

  /** The last stable offset: no record behind it is committed yet. */
  long stableEnd(TopicPartition partition);

  /**
   * An offset such that all records before it are older than {@code millis}, however mixed their
   * times are: that of the first record that is not older, or one before it; the stable end if
   * there is none. Transaction markers carry wall-clock time, so for a time long past it may be the
   * offset of the first marker. Where retention may have taken the first record, it is the
   * beginning.
   */
  long firstSince(TopicPartition partition, long millis);

  /** The first records of a range, at most {@code most}; fewer mean that there are no more. */
  default List<SourceRecord> read(TopicPartition partition, long from, long to, int most) {
    List<SourceRecord> records = new ArrayList<>();
    if (most > 0) {
      visit(
          partition,
          from,
          to,
          record -> {
            records.add(record);
            return records.size() < most;
          });
    }
    return records;
  }

  /** Visits the records of a range, as far as they are there. */
  default void visitRemaining(
      TopicPartition partition, long from, long to, Consumer<SourceRecord> visitor) {
    visitWhile(
        partition,
        from,
        to,
        record -> {
          visitor.accept(record);
          return true;
        });
  }

  /**
   * Visits the records of a range, as far as they are there.
   *
   * @param visitor says whether it wants more
   */
  default void visitWhile(
      TopicPartition partition, long from, long to, Predicate<SourceRecord> visitor) {
    long first = Math.max(from, beginning(partition));
    long end = Math.min(to, end(partition));
    if (first < end) {
      visit(partition, first, end, visitor);
    }
  }

  /**
   * Visits all records of a range.
   *
   * @throws EvidenceGoneException if retention has taken the first of them
   */
  default void visitAll(
      TopicPartition partition, long from, long to, Consumer<SourceRecord> visitor) {
    requireThere(partition, from);
    visitRemaining(partition, from, to, visitor);
  }

  /**
   * Requires that a record has not expired.
   *
   * @throws EvidenceGoneException if retention has taken it
   */
  default void requireThere(TopicPartition partition, long offset) {
    long beginning = beginning(partition);
    if (offset < beginning) {
      throw new EvidenceGoneException(
          "records %s to %s of %s are gone".formatted(offset, beginning - 1, partition));
    }
  }
}
