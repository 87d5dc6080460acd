package io.streamproof.audit.http;

/** As many callers as may wait at once are waiting. */
final class BusyException extends RuntimeException {
  BusyException(String detail) {
    super(detail);
  }
}
