package io.streamproof.audit.lineage;

/** Which way a walk goes from its record. */
public enum WalkDirection {
  BACK,
  FORWARD,
  BOTH
}
