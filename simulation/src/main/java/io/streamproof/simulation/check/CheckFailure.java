package io.streamproof.simulation.check;

/** The audit has said what is not so, or has not said what is. */
public final class CheckFailure extends Error {
  private static final long serialVersionUID = 1L;

  public CheckFailure(String message, Throwable cause) {
    super(message, cause);
  }

  public CheckFailure(String message) {
    super(message);
  }
}
