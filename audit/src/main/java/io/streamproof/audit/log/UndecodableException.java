package io.streamproof.audit.log;

import org.apache.kafka.common.TopicPartition;

/** A batch of records is damaged, so that no client can read it. */
public final class UndecodableException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final transient TopicPartition partition;
  private final long offset;

  /**
   * Reports a damaged batch.
   *
   * @param offset the first that cannot be read
   */
  public UndecodableException(TopicPartition partition, long offset, Throwable cause) {
    super("%s@%s cannot be decoded: %s".formatted(partition, offset, cause.getMessage()), cause);
    this.partition = partition;
    this.offset = offset;
  }

  public TopicPartition partition() {
    return partition;
  }

  public long offset() {
    return offset;
  }
}
