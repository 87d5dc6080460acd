package io.streamproof.audit.lineage;

import io.streamproof.pipeline.record.SourceRecord;
import java.util.List;
import org.apache.kafka.common.TopicPartition;

/**
 * The topics as a walk reads them: committed records, few at a time. Offsets may have gaps, where
 * markers of transactions or aborted records stand. Whatever is asked of a topic that is not there
 * any more fails with an {@link OutOfReachException}.
 */
public interface RecordLog {
  /**
   * The first records with {@code from <= offset < to}, in order, at most {@code most}; fewer mean
   * that there are no more in the range. The range lies between beginning and end.
   *
   * @throws OutOfReachException if retention has taken its begin meanwhile
   */
  List<SourceRecord> read(TopicPartition partition, long from, long to, int most);

  /** The first offset that is still there. */
  long beginning(TopicPartition partition);

  /** The offset behind the last committed record. */
  long end(TopicPartition partition);

  /**
   * An offset such that all that stands before it is older than {@code millis}, however the times
   * are mixed: that of the first record which is not, or one before it; the end, if there is none.
   * Where transactions write, their markers stand in the log with the time of the wall, so of a
   * time that is long past it may be the first marker's. Where retention has taken something, and
   * it may be that it was the first, it is the beginning.
   */
  long firstSince(TopicPartition partition, long millis);
}
