package io.streamproof.ingest.kafka;

/** A reason not to start that its operator can mend: told without a stack trace. */
public final class CannotStartException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final String action;

  public CannotStartException(String description, String action, Throwable cause) {
    super(description, cause);
    this.action = action;
  }

  public CannotStartException(String description, String action) {
    super(description);
    this.action = action;
  }

  /** What the operator can do about it. */
  public String action() {
    return action;
  }
}
