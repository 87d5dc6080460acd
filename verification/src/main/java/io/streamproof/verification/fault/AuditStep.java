package io.streamproof.verification.fault;

/** What an instance of the audit is doing when it is killed amid a commit of it. */
public enum AuditStep {
  /** Writing what it has read, with how far. */
  READING("topic_position", "true"),
  /** Judging blocks, and folding what is proven. */
  JUDGING("hop_minute", "true"),
  /** Writing what investigations have found: not what reading finds, what is slow, or traces. */
  INVESTIGATING(
      "finding",
      "new.source_partition is not null and new.trace_time is null"
          + " and new.kind not in ('DUPLICATED_AT_SOURCE', 'LATE', 'STALLED')");

  private final String table;
  private final String row;

  AuditStep(String table, String row) {
    this.table = table;
    this.row = row;
  }

  /**
   * A table with {@link #row()}s that are written by no other step; not by each transaction of it.
   */
  String table() {
    return table;
  }

  /** Of a row of the table, {@code new}: whether this step has written it. */
  String row() {
    return row;
  }
}
