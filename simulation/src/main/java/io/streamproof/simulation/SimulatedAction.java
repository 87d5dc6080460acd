package io.streamproof.simulation;

/** What the scheduler may let happen next. */
enum SimulatedAction {
  INGEST_WRITES(6),
  INGEST_ACKNOWLEDGES(6),
  INGEST_CLAIMS(3),
  STAGE_READS(10),
  STAGE_COMMITS(6),
  MARKER_ARRIVES(14),
  AUDIT_OBSERVES(18),
  AUDIT_RECONCILES(12),
  AUDIT_INVESTIGATES(5),
  CLIENT_READS_REPORT(4),
  CLIENT_ASKS_GATE(2),
  GATE_IS_POLLED(4),
  TIME_PASSES(1),
  LONG_TIME_PASSES(1, true),
  CLAIM_IS_REPEATED(1, true),
  INGEST_CRASHES(1, true),
  STAGE_CRASHES(1, true),
  STAGE_STARTS(3),
  STAGE_ERRS(4, true),
  EVENT_IS_LOST(1, true),
  EVENT_IS_ALTERED(1, true),
  AUDIT_CRASHES(1, true),
  AUDIT_STARTS(3),
  PARTITIONS_MOVE(1, true),
  AUDIT_IS_EXPELLED(1, true),
  OFFSETS_ARE_SKIPPED(2, true),
  LEADER_CHANGES(1, true),
  TRANSACTION_IS_LEFT_OPEN(1, true),
  OPEN_TRANSACTION_ENDS(1),
  RECORD_IS_FORGED(1, true),
  CLAIM_IS_FORGED(1, true),
  RECORDS_EXPIRE(1, true),
  LOG_IS_COMPACTED(1, true),
  LOG_IS_TRUNCATED(1, true),
  TOPIC_IS_REPLACED(1, true),
  LEDGER_IS_BACKED_UP(1, true),
  LEDGER_IS_RESTORED(1, true);

  private final int weight;
  private final boolean isFault;

  SimulatedAction(int weight) {
    this(weight, false);
  }

  SimulatedAction(int weight, boolean isFault) {
    this.weight = weight;
    this.isFault = isFault;
  }

  /** How often it happens, beside the others. */
  int weight() {
    return weight;
  }

  /** Whether it happens only in some runs, and never while a run comes to its end. */
  boolean isFault() {
    return isFault;
  }
}
