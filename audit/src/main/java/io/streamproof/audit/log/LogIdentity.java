package io.streamproof.audit.log;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which log a position belongs to. A topic that is deleted and created again under its name has
 * another id; a log that has lost records to an unclean election has other epochs where they were.
 *
 * @param topicId null: not known
 * @param mark null: not known
 */
public record LogIdentity(@Nullable UUID topicId, @Nullable EpochMark mark) {
  public static final LogIdentity UNKNOWN = new LogIdentity(null, null);

  /**
   * A record that was read, with the epoch of the leader that wrote it.
   *
   * @param offset of the record
   */
  public record EpochMark(int epoch, long offset) {}

  /** The same log, read further; null: nothing new was read. */
  public LogIdentity readTo(@Nullable EpochMark newest) {
    return newest == null ? this : new LogIdentity(topicId, newest);
  }

  /** Whether a topic with this id is another one. */
  public boolean isReplacedBy(@Nullable UUID other) {
    return topicId != null && other != null && !topicId.equals(other);
  }
}
