package io.streamproof.security;

import jakarta.servlet.ServletRequest;
import org.jspecify.annotations.Nullable;

/** Why a request is refused, left with it by whoever refuses for the one who logs. */
final class Reason {
  private static final String ATTRIBUTE = Reason.class.getName();

  private Reason() {}

  static void leave(ServletRequest request, String reason) {
    request.setAttribute(ATTRIBUTE, reason);
  }

  static @Nullable String of(ServletRequest request) {
    return (String) request.getAttribute(ATTRIBUTE);
  }
}
