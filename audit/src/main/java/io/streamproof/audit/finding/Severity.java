package io.streamproof.audit.finding;

/** What a finding means for the verdict. */
public enum Severity {
  /** A result is wrong: the verdict is VIOLATED. */
  VIOLATION,
  /** Reported and counted; the verdict stays. */
  WARNING,
  /** Nothing can be said: the verdict is UNKNOWN. */
  UNVERIFIABLE
}
