package io.streamproof.simulation.check;

import org.jspecify.annotations.Nullable;

/** The audit has said what is not so, or has not said what is. */
public final class CheckFailure extends Error {
  private static final long serialVersionUID = 1L;

  private final FailureKind kind;

  /** What is wrong with what the audit says. */
  public enum FailureKind {
    /** A report is PROVEN, or a gate opens, although something is wrong. */
    FALSE_PROOF,
    FALSE_FINDING,
    MISSED_ANOMALY,
    /** The verdict does not become what it has to be once all is over. */
    WRONG_VERDICT,
    /** The audit fails in a way that nothing in the run explains. */
    UNEXPECTED_FAILURE
  }

  public CheckFailure(FailureKind kind, String message) {
    this(kind, message, null);
  }

  public CheckFailure(FailureKind kind, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  public FailureKind kind() {
    return kind;
  }
}
