package io.streamproof.pipeline.expression;

/** An expression that does not compile, or gives another type than its place needs. */
public final class InvalidExpressionException extends Exception {
  private static final long serialVersionUID = 1L;

  public InvalidExpressionException(String message) {
    super(message);
  }
}
