package io.streamproof.audit.lineage;

/** A step cannot be told: what it needs is gone, or lies too far away. The message says which. */
public final class OutOfReachException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  OutOfReachException(String message) {
    super(message);
  }
}
