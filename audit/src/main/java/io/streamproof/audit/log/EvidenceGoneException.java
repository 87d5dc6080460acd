package io.streamproof.audit.log;

/** Retention has taken records that are needed, so what follows from them is unverifiable. */
public final class EvidenceGoneException extends OutOfReachException {
  private static final long serialVersionUID = 1L;

  public EvidenceGoneException(String message) {
    super(message);
  }
}
