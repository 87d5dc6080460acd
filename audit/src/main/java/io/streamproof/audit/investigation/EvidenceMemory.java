package io.streamproof.audit.investigation;

import io.streamproof.pipeline.record.SourceRecord;
import io.streamproof.pipeline.stage.OutputRecord;
import org.jspecify.annotations.Nullable;

/** Takes from a budget what evidence needs, until it is written as JSON. */
final class EvidenceMemory {
  private static final long FIXED_BYTES = 1_024;
  private static final int KEYS = 4;

  /** A value is kept once, and written twice in characters of two bytes. */
  private static final int VALUES = 5;

  private final MemoryBudget budget;
  private long lastCause = -1;

  EvidenceMemory(MemoryBudget budget) {
    this.budget = budget;
  }

  /** Takes memory for an expected emission and its cause, of which it may be one of many. */
  boolean takeFor(OutputRecord record) {
    boolean taken = budget.take(size(record));
    if (taken) {
      lastCause = record.cause().offset();
    }
    return taken;
  }

  /** The same for one that cannot be done without. */
  void takeAnywayFor(OutputRecord record) {
    budget.takeAnyway(size(record));
    lastCause = record.cause().offset();
  }

  /** Takes memory for a record that is not as expected. */
  boolean takeFor(SourceRecord record) {
    return budget.take(size(record.key(), record.value()));
  }

  private long size(OutputRecord record) {
    SourceRecord cause = record.cause();
    return size(record.key(), record.value())
        + (cause.offset() == lastCause ? 0 : length(cause.key()) + length(cause.value()));
  }

  private static long size(byte @Nullable [] key, byte @Nullable [] value) {
    return FIXED_BYTES + KEYS * length(key) + VALUES * length(value);
  }

  private static long length(byte @Nullable [] bytes) {
    return bytes == null ? 0 : bytes.length;
  }
}
