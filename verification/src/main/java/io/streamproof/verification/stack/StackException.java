package io.streamproof.verification.stack;

/** The stack cannot do its work; the message says why, for its user to read. */
public final class StackException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StackException(String message) {
    super(message);
  }
}
