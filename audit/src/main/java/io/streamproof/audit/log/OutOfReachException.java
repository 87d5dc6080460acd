package io.streamproof.audit.log;

/** Records are gone, or too many would have to be read to get there. The message says which. */
public class OutOfReachException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public OutOfReachException(String message) {
    super(message);
  }
}
