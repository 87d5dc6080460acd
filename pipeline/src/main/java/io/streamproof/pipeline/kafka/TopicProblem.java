package io.streamproof.pipeline.kafka;

/**
 * What is wrong with a topic, and how to fix it.
 *
 * @param what a sentence about the topic, without a full stop
 * @param fix an imperative, with the exact command where there is one
 */
public record TopicProblem(String topic, Kind kind, String what, String fix) {
  /** What kind of problem it is. */
  public enum Kind {
    /** It does not exist, and must not be created. */
    MISSING,
    /** The service's user must not use it. */
    FORBIDDEN,
    /** A partition has no leader, so nobody can read or write it. */
    UNSERVED,
    /** It has another number of partitions than the specification says. */
    PARTITIONS,
    /** With this setting results would be wrong, or would stop coming. */
    SETTING,
    /** Its cleanup policy removes records that are events, results or evidence. */
    COMPACTION,
    /** With this setting records may be lost that are evidence; that may be intended. */
    RISK,
    /** Its settings could not be read, so nothing is known of them. */
    UNREADABLE
  }

  /** Whether the topic must not be used. */
  public boolean isFatal() {
    return kind != Kind.RISK && kind != Kind.UNREADABLE;
  }

  @Override
  public String toString() {
    return what + "; " + fix;
  }
}
