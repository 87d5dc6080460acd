package io.streamproof.pipeline.fault;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A fault that strikes messages.
 *
 * @param name tells it from the others of its stage, and is part of what decides whom it strikes
 * @param stage the stage at which it strikes; null: at ingest
 * @param damage how a value is corrupted; null for every other kind
 * @param duration how long outputs are delayed, or a record that is to be swapped waits for the
 *     next; null for every other kind
 */
public record MessageFault(
    String name,
    FaultKind kind,
    @Nullable String stage,
    Selection selection,
    @Nullable Damage damage,
    @Nullable Duration duration) {

  /** As logs tell of it. */
  @Override
  public String toString() {
    String what = name.equals(kind.word()) ? name : name + " (" + kind.word() + ")";
    return what + " at " + (stage == null ? "ingest" : stage) + ", " + selection;
  }
}
