package io.streamproof.audit.log;

import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/** Logs do not hold what was read of them up to a position, or begin behind it. */
public final class LogCutException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final transient Set<TopicPartition> partitions;

  public LogCutException(Set<TopicPartition> partitions) {
    super("positions are not in the logs any more: " + partitions);
    this.partitions = Set.copyOf(partitions);
  }

  public Set<TopicPartition> partitions() {
    return partitions;
  }
}
