package io.streamproof.audit.runtime;

import org.jspecify.annotations.Nullable;

/** The service cannot start as things are. Its message says why; {@code fix} what to do. */
final class CannotStartException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String fix;

  CannotStartException(String message, String fix, @Nullable Throwable cause) {
    super(message, cause);
    this.fix = fix;
  }

  String fix() {
    return fix;
  }
}
