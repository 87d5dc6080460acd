package io.streamproof.simulation.ledger;

import io.streamproof.audit.observation.ReadPosition;
import org.jspecify.annotations.Nullable;

/** How far a partition has been read, and why it is not read any more, or not at present. */
record PositionRow(
    ReadPosition position, @Nullable String haltedWhy, @Nullable String quarantinedWhy) {
  @Nullable String trouble() {
    return haltedWhy == null ? quarantinedWhy : haltedWhy;
  }

  PositionRow at(ReadPosition moved) {
    return new PositionRow(moved, haltedWhy, null);
  }

  PositionRow released() {
    return new PositionRow(position, haltedWhy, null);
  }

  PositionRow quarantined(String why) {
    return new PositionRow(position, haltedWhy, why);
  }

  PositionRow halted(String why) {
    ReadPosition halted =
        new ReadPosition(
            position.start(),
            position.next(),
            position.lastRecord(),
            position.lastTimeMillis(),
            position.lastOrigins(),
            position.log(),
            true);
    return new PositionRow(halted, why, quarantinedWhy);
  }

  /** Continues behind records that are gone. */
  PositionRow from(long offset) {
    ReadPosition later =
        new ReadPosition(
            offset,
            Math.max(position.next(), offset),
            position.lastRecord(),
            position.lastTimeMillis(),
            position.lastOrigins(),
            position.log(),
            position.isHalted());
    return new PositionRow(later, haltedWhy, quarantinedWhy);
  }
}
