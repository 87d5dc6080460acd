package io.streamproof.security;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Set;

/**
 * A static token, of which only the digest is kept: what leaks from memory or a log opens nothing.
 *
 * @param name who holds it, for the log
 */
record Token(String name, Set<Scope> scopes, byte[] digest) {
  static Token of(String name, Set<Scope> scopes, String secret) {
    return new Token(name, scopes, digest(secret));
  }

  /** Takes as long for a secret that is nearly right as for one that is not. */
  boolean matches(byte[] presented) {
    return MessageDigest.isEqual(digest, presented);
  }

  static byte[] digest(String secret) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
