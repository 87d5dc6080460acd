package io.streamproof.audit.report;

/** The verdict of a block that is not folded away. */
public enum BlockVerdict {
  /** Not settled. */
  OPEN,
  /** Settled and unequal, to be investigated. */
  SUSPECT,
  /** Right so far, but not complete. */
  PROVEN,
  /** Investigated, with findings. */
  VIOLATED,
  /** Investigated, but the evidence is gone. */
  UNVERIFIABLE;

  /** Whether it is settled what has become of its records. */
  boolean isJudged() {
    return this != OPEN && this != SUSPECT;
  }
}
