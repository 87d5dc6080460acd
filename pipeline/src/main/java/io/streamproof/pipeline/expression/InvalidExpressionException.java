package io.streamproof.pipeline.expression;

/** An expression that does not compile, or gives another type than its place needs. */
public final class InvalidExpressionException extends Exception {
  private static final long serialVersionUID = 1L;
  private final String mend;

  InvalidExpressionException(String message, String mend) {
    super(message);
    this.mend = mend;
  }

  /** How to mend it. */
  public String mend() {
    return mend;
  }
}
