package io.streamproof.verification.fault;

/** What an instance of the audit is doing when it is killed amid a commit of it. */
public enum AuditStep {
  /** Writing what it has read, with how far. */
  READING("topic_position"),
  /** Judging blocks, and folding what is proven. */
  JUDGING("hop_minute"),
  /** Writing findings. */
  INVESTIGATING("finding");

  private final String table;

  AuditStep(String table) {
    this.table = table;
  }

  /** A table that is written in each transaction of the step, and in none of another. */
  String table() {
    return table;
  }
}
