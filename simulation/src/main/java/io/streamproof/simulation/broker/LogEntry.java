package io.streamproof.simulation.broker;

import io.streamproof.pipeline.record.Origin;
import io.streamproof.pipeline.record.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * A record in a log, and what has become of it. Entries outlive their log, so that a checker knows
 * what was ever there.
 */
public final class LogEntry {
  private final SourceRecord record;
  private final int epoch;
  private final @Nullable SimulatedTransaction transaction;
  private State state;
  private Fate fate = Fate.PRESENT;
  private long committedAt;
  private long goneAt = Long.MAX_VALUE;
  private boolean isDelivered;
  private boolean isOriginKnown;
  private @Nullable Origin origin;

  /** Whether its transaction has ended here. */
  enum State {
    PENDING,
    COMMITTED,
    ABORTED
  }

  /** What has become of a record. */
  public enum Fate {
    PRESENT,
    /** Retention has taken it. */
    EXPIRED,
    /** Compaction has taken it. */
    COMPACTED,
    /** The brokers have lost it, although its writer had their word for it. */
    LOST
  }

  LogEntry(
      SourceRecord record, int epoch, @Nullable SimulatedTransaction transaction, long nowMicros) {
    this.record = record;
    this.epoch = epoch;
    this.transaction = transaction;
    this.state = transaction == null ? State.COMMITTED : State.PENDING;
    this.committedAt = transaction == null ? nowMicros : Long.MAX_VALUE;
  }

  public SourceRecord record() {
    return record;
  }

  /** The origin that the record carries; null: it has none, or a malformed one. */
  public @Nullable Origin origin() {
    if (!isOriginKnown) {
      origin = record.origin();
      isOriginKnown = true;
    }
    return origin;
  }

  public long offset() {
    return record.offset();
  }

  int epoch() {
    return epoch;
  }

  boolean isOf(SimulatedTransaction other) {
    return transaction == other;
  }

  void end(boolean commits, long nowMicros) {
    state = commits ? State.COMMITTED : State.ABORTED;
    committedAt = commits ? nowMicros : Long.MAX_VALUE;
  }

  public boolean isCommitted() {
    return state == State.COMMITTED;
  }

  /** When it became visible to readers of committed records, in microseconds. */
  public long committedAt() {
    return committedAt;
  }

  void vanish(Fate how, long nowMicros) {
    if (fate == Fate.PRESENT) {
      fate = how;
      goneAt = nowMicros;
    }
  }

  public Fate fate() {
    return fate;
  }

  /** When it vanished, in microseconds; never: {@link Long#MAX_VALUE}. */
  public long goneAt() {
    return goneAt;
  }

  void deliver() {
    isDelivered = true;
  }

  /** Whether a feed has given it out. */
  public boolean isDelivered() {
    return isDelivered;
  }
}
