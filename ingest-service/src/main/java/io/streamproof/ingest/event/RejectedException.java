package io.streamproof.ingest.event;

/** An event that is not accepted. It is an answer, not a failure: it has no stack trace. */
public final class RejectedException extends Exception {
  private static final long serialVersionUID = 1L;
  private final transient Rejection rejection;

  public RejectedException(Rejection rejection) {
    super(rejection.detail(), null, false, false);
    this.rejection = rejection;
  }

  static RejectedException invalid(String detail) {
    return new RejectedException(Rejection.invalid(detail));
  }

  public Rejection rejection() {
    return rejection;
  }
}
