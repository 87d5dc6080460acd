package io.streamproof.verification.fault;

/** Where in a commit of the audit it is killed. */
public enum Moment {
  /** All is written, and the commit asked for, but nothing of it stays. */
  BEFORE_COMMIT,
  /** The database has committed; the audit may not know yet. */
  AFTER_COMMIT
}
