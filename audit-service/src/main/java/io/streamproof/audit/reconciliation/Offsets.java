package io.streamproof.audit.reconciliation;

import java.util.Collection;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** Offsets as the brokers know them. */
public interface Offsets {
  /** The offsets that a group has committed; partitions without any are missing. */
  Map<TopicPartition, Long> committed(String group);

  /** The high watermarks: the offsets behind the last ones, open transactions included. */
  Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions);

  /** The first offsets that are still there. */
  Map<TopicPartition, Long> beginnings(Collection<TopicPartition> partitions);
}
