package io.streamproof.security;

/** The service would stand open, or its lock cannot be used. No message contains a token. */
final class CannotLockException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String mend;

  CannotLockException(String message, String mend) {
    super(message);
    this.mend = mend;
  }

  String mend() {
    return mend;
  }
}
