package io.streamproof.audit.http;

/** A call needs what the service's configuration has switched off. */
final class SwitchedOffException extends RuntimeException {
  SwitchedOffException(String detail) {
    super(detail);
  }
}
