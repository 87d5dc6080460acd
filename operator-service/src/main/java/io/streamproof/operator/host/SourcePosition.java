package io.streamproof.operator.host;

import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Where a stage's group is in one partition of its source.
 *
 * @param beginning the offset of the first record that is left
 * @param end the offset behind the last record that is acknowledged
 * @param committed null: the group has no committed offset
 */
record SourcePosition(
    TopicPartition partition, long beginning, long end, @Nullable Long committed) {
  boolean isMissing() {
    return committed == null;
  }

  /** Whether the log does not go back, or not go on, to where the group is. */
  boolean isOutOfRange() {
    return committed != null && (committed < beginning || committed > end);
  }

  /** Whether the stage has processed a record that is still there. */
  boolean hasProgress() {
    return committed != null && committed > beginning;
  }

  boolean isEmpty() {
    return beginning == end;
  }
}
