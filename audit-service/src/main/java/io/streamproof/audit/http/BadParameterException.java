package io.streamproof.audit.http;

/** A parameter of a call cannot be used; says which, and why. */
final class BadParameterException extends RuntimeException {
  private final String parameter;

  BadParameterException(String parameter, String detail) {
    super(parameter + ": " + detail);
    this.parameter = parameter;
  }

  String parameter() {
    return parameter;
  }
}
