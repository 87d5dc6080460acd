package io.streamproof.pipeline.expression;

/** An expression that fails on an event. The message names the expression and the reason. */
public final class EvaluationException extends RuntimeException {
  public EvaluationException(String message) {
    super(message);
  }
}
