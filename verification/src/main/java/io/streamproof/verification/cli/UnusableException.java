package io.streamproof.verification.cli;

/** Arguments that cannot be used; the message says which and why. */
final class UnusableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnusableException(String message) {
    super(message);
  }
}
