package io.streamproof.security;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The lines of a tokens file: {@code <name> <scopes, separated by commas> <token>}; blank lines and
 * those that begin with # are skipped. What is refused is named by its line, never by its content.
 */
final class TokenLines {
  /** Of a token drawn at random, more than anyone can guess. */
  static final int LEAST_CHARACTERS = 32;

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  /** What can be sent as a bearer token at all (RFC 6750). */
  private static final Pattern SENDABLE = Pattern.compile("[A-Za-z0-9._~+/-]+=*");

  private static final String FORM = "A line is: <name> <scopes, separated by commas> <token>.";

  private TokenLines() {}

  /**
   * Reads the lines of a file.
   *
   * @throws CannotLockException if one of them is unusable
   */
  static List<Token> read(String file, List<String> lines) {
    List<Token> tokens = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (!line.isEmpty() && !line.startsWith("#")) {
        tokens.add(token(file + ":" + (i + 1), line));
      }
    }
    return tokens;
  }

  private static Token token(String place, String line) {
    String[] fields = line.split("\\s+", -1);
    if (fields.length != 3) {
      throw unusable(place, "it has " + fields.length + " fields, not 3", FORM);
    }
    if (!NAME.matcher(fields[0]).matches()) {
      throw unusable(
          place,
          "the name cannot be used",
          "A name has up to 64 letters, digits, dots, hyphens and underscores.");
    }
    String secret = fields[2];
    if (secret.length() < LEAST_CHARACTERS) {
      throw unusable(
          place,
          "the token is shorter than " + LEAST_CHARACTERS + " characters",
          "Draw one at random: head -c 32 /dev/urandom | base64");
    }
    if (!SENDABLE.matcher(secret).matches()) {
      throw unusable(
          place,
          "the token has characters that no request can send",
          "Letters, digits and - . _ ~ + / are allowed, and = at its end.");
    }
    return Token.of(fields[0], scopes(place, fields[1]), secret);
  }

  private static Set<Scope> scopes(String place, String text) {
    Set<Scope> scopes = EnumSet.noneOf(Scope.class);
    for (String scope : text.split(",", -1)) {
      scopes.add(
          Scope.named(scope)
              .orElseThrow(
                  () ->
                      unusable(
                          place,
                          "a scope is unknown",
                          "Scopes are events:write and audit:read. " + FORM)));
    }
    return scopes;
  }

  private static CannotLockException unusable(String place, String what, String mend) {
    return new CannotLockException(place + ": " + what + ".", mend);
  }
}
