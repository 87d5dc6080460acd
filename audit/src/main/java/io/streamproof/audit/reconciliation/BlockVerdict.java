package io.streamproof.audit.reconciliation;

/** The verdict of a block that is not compacted. */
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
  public boolean isJudged() {
    return this != OPEN && this != SUSPECT;
  }
}
