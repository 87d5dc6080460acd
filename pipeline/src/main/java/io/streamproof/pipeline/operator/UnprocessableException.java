package io.streamproof.pipeline.operator;

/** An event that an operator cannot process, and why. */
public final class UnprocessableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UnprocessableException(String message) {
    super(message);
  }
}
