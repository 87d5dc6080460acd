package io.streamproof.audit.http;

/** As many callers as may be answered, or wait, at once are there already. */
final class BusyException extends RuntimeException {
  BusyException(String detail) {
    super(detail);
  }
}
