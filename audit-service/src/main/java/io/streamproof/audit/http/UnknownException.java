package io.streamproof.audit.http;

/** What a call names does not exist. */
final class UnknownException extends RuntimeException {
  UnknownException(String detail) {
    super(detail);
  }
}
