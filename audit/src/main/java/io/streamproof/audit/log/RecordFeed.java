package io.streamproof.audit.log;

import io.streamproof.audit.log.LogIdentity.EpochMark;
import io.streamproof.pipeline.record.SourceRecord;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The committed records of the partitions that are assigned to this instance, from positions that
 * the listener sets. Not thread-safe; the listener is called within {@link #poll} and {@link
 * #close}.
 */
public interface RecordFeed extends AutoCloseable {
  /** Joins the instances that share the topics. */
  void subscribe(Collection<String> topics, AssignmentListener listener);

  /**
   * The next records, by partition and in order of offset; none if none come in time.
   *
   * @throws UndecodableException if a batch is damaged; the other partitions' records come with
   *     later polls, once there was a seek behind it
   * @throws LogCutException if positions are not in their logs; the other partitions' records come
   *     with the next poll
   * @throws KafkaException if the listener fails; its failure is the cause, unless it is a {@link
   *     KafkaException} itself
   */
  Map<TopicPartition, List<SourceRecord>> poll(Duration longest);

  /**
   * The first offset behind a damaged batch at which a partition can be read again.
   *
   * @param damaged an offset that cannot be read
   */
  long readableFrom(TopicPartition partition, long damaged);

  /**
   * The offset that is read next from an assigned partition; markers move it too. Empty: it is not
   * known yet whether its log has been cut.
   *
   * @throws LogCutException if it has been
   */
  OptionalLong position(TopicPartition partition);

  /**
   * Reads on from an offset.
   *
   * @param epoch of a record at or behind the one before it; by this, a log that was cut below the
   *     offset is recognised. Null: not known
   */
  void seek(TopicPartition partition, long offset, @Nullable Integer epoch);

  /** The last record polled; null: none was polled since the last seek. */
  @Nullable EpochMark lastPolled(TopicPartition partition);

  /** Polls nothing of a partition until it is resumed. */
  void pause(TopicPartition partition);

  void resume(TopicPartition partition);

  /** Where partitions begin and end; those that have no leader now are not among them. */
  Map<TopicPartition, LogBounds> bounds(Collection<TopicPartition> partitions);

  /** The last stable offset of any partition. */
  long stableEnd(TopicPartition partition);

  @Override
  void close();

  /**
   * Where a partition begins and ends.
   *
   * @param beginning the first offset that is left
   * @param stableEnd the last stable offset
   */
  record LogBounds(long beginning, long stableEnd) {}

  /** Hears of partitions that come and go. */
  interface AssignmentListener {
    /** Partitions are assigned; their positions must be set before the call returns. */
    void assigned(Collection<TopicPartition> partitions);

    /** Partitions go to another instance once the call returns. */
    void revoked(Collection<TopicPartition> partitions);

    /** Partitions have gone to another instance already. */
    void lost(Collection<TopicPartition> partitions);
  }
}
