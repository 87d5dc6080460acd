package io.streamproof.audit.investigation;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The first half of a key's SHA-256: keys may be long, and chosen by an adversary. */
public record KeyDigest(long high, long low) {
  /** The digest of a key. */
  public static KeyDigest of(byte[] key) {
    try {
      return ofSha256(MessageDigest.getInstance("SHA-256").digest(key));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }

  /** The digest of the key that has this SHA-256. */
  public static KeyDigest ofSha256(byte[] sha256) {
    ByteBuffer bytes = ByteBuffer.wrap(sha256);
    return new KeyDigest(bytes.getLong(), bytes.getLong());
  }
}
