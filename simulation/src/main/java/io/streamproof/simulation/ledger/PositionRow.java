package io.streamproof.simulation.ledger;

import io.streamproof.audit.baseline.Baseline;
import io.streamproof.audit.log.LogIdentity;
import io.streamproof.audit.observation.ReadPosition;
import org.jspecify.annotations.Nullable;

/**
 * How far a partition has been read, and why it is not read any more, or not at present.
 *
 * @param baseline where its audit begins; null: at 0
 */
record PositionRow(
    ReadPosition position,
    @Nullable Halt halt,
    @Nullable String quarantinedWhy,
    @Nullable Baseline baseline) {
  /**
   * That a log is not what was read of it.
   *
   * @param from the offset from which on it is not; null: it is another log
   */
  record Halt(@Nullable Long from, String why) {}

  static PositionRow of(ReadPosition position) {
    return new PositionRow(position, null, null, null);
  }

  static PositionRow of(Baseline baseline) {
    return new PositionRow(
        ReadPosition.startingAt(baseline.readFrom(), LogIdentity.UNKNOWN), null, null, baseline);
  }

  /** The ledger learns which log it is. */
  PositionRow known(LogIdentity log) {
    return position.log().topicId() == null
        ? new PositionRow(withLog(log), halt, quarantinedWhy, baseline)
        : this;
  }

  private ReadPosition withLog(LogIdentity log) {
    return new ReadPosition(
        position.start(),
        position.next(),
        position.lastRecord(),
        position.lastTimeMillis(),
        position.lastOrigins(),
        log,
        position.isHalted());
  }

  @Nullable String haltedWhy() {
    return halt == null ? null : halt.why();
  }

  @Nullable String trouble() {
    return halt == null ? quarantinedWhy : halt.why();
  }

  PositionRow at(ReadPosition moved) {
    return new PositionRow(moved, halt, null, baseline);
  }

  PositionRow released() {
    return new PositionRow(position, halt, null, baseline);
  }

  PositionRow quarantined(String why) {
    return new PositionRow(position, halt, why, baseline);
  }

  PositionRow halted(@Nullable Long from, String why) {
    ReadPosition halted =
        new ReadPosition(
            position.start(),
            position.next(),
            position.lastRecord(),
            position.lastTimeMillis(),
            position.lastOrigins(),
            position.log(),
            true);
    return new PositionRow(halted, new Halt(from, why), quarantinedWhy, baseline);
  }

  /** Continues behind records that are gone; none that was read marks the log any more. */
  PositionRow from(long offset) {
    ReadPosition later =
        new ReadPosition(
            offset,
            Math.max(position.next(), offset),
            position.lastRecord(),
            position.lastTimeMillis(),
            position.lastOrigins(),
            new LogIdentity(position.log().topicId(), null),
            position.isHalted());
    return new PositionRow(later, halt, quarantinedWhy, baseline);
  }
}
