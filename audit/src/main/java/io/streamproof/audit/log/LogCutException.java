package io.streamproof.audit.log;

import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/** Logs do not hold what was read of them up to a position, or begin behind it. */
public final class LogCutException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final transient Set<TopicPartition> partitions;
  private final transient Map<TopicPartition, Long> truncatedAt;

  /**
   * Reports logs that were cut.
   *
   * @param truncatedAt of those that have lost records since, however far they have grown again:
   *     the offset from which on they hold others than were read
   */
  public LogCutException(Set<TopicPartition> partitions, Map<TopicPartition, Long> truncatedAt) {
    super("positions are not in the logs any more: " + partitions);
    this.partitions = Set.copyOf(partitions);
    this.truncatedAt = Map.copyOf(truncatedAt);
  }

  public Map<TopicPartition, Long> truncatedAt() {
    return truncatedAt;
  }

  public Set<TopicPartition> partitions() {
    return partitions;
  }
}
