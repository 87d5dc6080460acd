package io.streamproof.audit.lineage;

import io.streamproof.pipeline.record.SourceRecord;
import io.streamproof.pipeline.spec.OperatorSpecification.Aggregate;
import io.streamproof.pipeline.spec.OperatorSpecification.Emit;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One window of an aggregate, and which records bear on it: those of the key, and those whose time
 * moves the stream's past the end of a window, since they decide what comes too late. Not
 * thread-safe.
 */
final class AggregateWindow {
  private final boolean onClose;
  private final long start;
  private final long millis;
  private final long graceMillis;
  private long closedSteps = Long.MIN_VALUE;

  private AggregateWindow(boolean onClose, long start, long millis, long graceMillis) {
    this.onClose = onClose;
    this.start = start;
    this.millis = millis;
    this.graceMillis = graceMillis;
  }

  /** The window in which a record lies: a source record, or an aggregate's result. */
  static AggregateWindow of(Aggregate aggregate, SourceRecord record) {
    return of(aggregate, record.timestamp());
  }

  /** The window in which a time lies. */
  static AggregateWindow of(Aggregate aggregate, long atMillis) {
    boolean onClose = aggregate.emit() == Emit.ON_CLOSE;
    if (aggregate.window() == null) {
      return new AggregateWindow(onClose, 0, 0, 0);
    }
    long millis = aggregate.window().toMillis();
    long start = Math.floorDiv(atMillis, millis) * millis;
    return new AggregateWindow(onClose, start, millis, aggregate.grace().toMillis());
  }

  boolean endless() {
    return millis == 0;
  }

  boolean onClose() {
    return onClose;
  }

  /** By how much records may be out of order and still be taken, with the window's own length. */
  long disorderMillis() {
    return millis + graceMillis;
  }

  /** Where it begins, epoch milliseconds. */
  long start() {
    return start;
  }

  /** Where the window before it begins, epoch milliseconds. */
  long before() {
    return start - millis;
  }

  /** The time of the first record that closes it, epoch milliseconds. */
  long closes() {
    return start + millis + graceMillis;
  }

  /** Whether a record changes what the aggregate holds for the key, or what it takes. */
  boolean concerns(SourceRecord record, byte @Nullable [] key) {
    boolean moves = false;
    if (millis > 0) {
      long steps = Math.floorDiv(record.timestamp() - graceMillis, millis);
      moves = steps > closedSteps;
      closedSteps = Math.max(closedSteps, steps);
    }
    return moves || isOf(record, key);
  }

  /** Whether a record lies in it and has the key. */
  boolean holds(SourceRecord record, byte @Nullable [] key) {
    return isOf(record, key)
        && (endless() || Math.floorDiv(record.timestamp(), millis) * millis == start);
  }

  private static boolean isOf(SourceRecord record, byte @Nullable [] key) {
    return key != null && Arrays.equals(record.key(), key);
  }
}
