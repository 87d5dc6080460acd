package io.streamproof.security;

import java.util.Arrays;
import java.util.Optional;

/** What a caller may do. Each service asks for one of them. */
public enum Scope {
  EVENTS_WRITE("events:write"),
  AUDIT_READ("audit:read");

  private final String text;

  Scope(String text) {
    this.text = text;
  }

  /** As tokens name it. */
  public String text() {
    return text;
  }

  /** As Spring Security names it, whatever kind of token it comes from. */
  String authority() {
    return "SCOPE_" + text;
  }

  static Optional<Scope> named(String text) {
    return Arrays.stream(values()).filter(scope -> scope.text.equals(text)).findAny();
  }
}
