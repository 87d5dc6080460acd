package io.streamproof.audit.lineage;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one stage made of a record that it reads.
 *
 * @param operator the stage's operator, by its name in the specification
 * @param why why the way ends here, or what came of it
 * @param contributors the record for which it was dropped: the first of its kind
 * @param emissions what the stage emitted for it
 */
public record LineageHop(
    String stage,
    String operator,
    Outcome outcome,
    @Nullable String why,
    @Nullable Contributors contributors,
    List<LineageStep> emissions) {
  public LineageHop {
    emissions = List.copyOf(emissions);
  }

  /** What became of the record. */
  public enum Outcome {
    EMITTED,
    /** Nothing was to be emitted for it. */
    DISCARDED,
    /**
     * It is part of the stage's state: aggregated in a window that is open, or kept to be joined.
     */
    KEPT,
    DEAD_LETTERED,
    /** Something was to be emitted for it, and is nowhere. */
    LOST,
    /** The stage, or the audit, has not come so far. */
    PENDING,
    UNKNOWN
  }
}
