package io.streamproof.audit.log;

import io.streamproof.pipeline.record.SourceRecord;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

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
   * @throws KafkaException if the listener fails; its failure is the cause, unless it is a {@link
   *     KafkaException} itself
   */
  Map<TopicPartition, List<SourceRecord>> poll(Duration longest);

  /** The offset that is read next from an assigned partition; markers move it too. */
  long position(TopicPartition partition);

  void seek(TopicPartition partition, long offset);

  /** The first offsets that are left. */
  Map<TopicPartition, Long> beginnings(Collection<TopicPartition> partitions);

  /** The last stable offset of any partition. */
  long stableEnd(TopicPartition partition);

  @Override
  void close();

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
