package io.streamproof.audit.log;

import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.common.TopicPartition;

/** Offsets as the brokers know them. Thread-safe. */
public interface OffsetReader {
  /** The offsets that a group has committed; partitions without any are missing. */
  Map<TopicPartition, Long> committed(String group);

  /** The high watermarks: the offsets behind the last records, open transactions included. */
  Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions);

  /**
   * The epochs of the partitions' leaders. While a partition's epoch stays the same, nothing is cut
   * off its log.
   */
  Map<TopicPartition, Integer> epochs(Collection<TopicPartition> partitions);

  /** The ids of topics; those that do not exist are missing. */
  Map<String, UUID> topicIds(Collection<String> topics);
}
