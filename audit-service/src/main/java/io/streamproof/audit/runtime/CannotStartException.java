package io.streamproof.audit.runtime;

/** The service cannot start as things are. Its message says why; {@code mend} what to do. */
public final class CannotStartException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String mend;

  public CannotStartException(String message, String mend, Throwable cause) {
    super(message, cause);
    this.mend = mend;
  }

  String mend() {
    return mend;
  }
}
