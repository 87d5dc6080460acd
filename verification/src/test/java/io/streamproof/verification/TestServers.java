package io.streamproof.verification;

import io.streamproof.verification.stack.SharedServers;

/** A broker and a PostgreSQL for all tests of this JVM that disturb neither. */
public final class TestServers {
  private static final SharedServers SERVERS = SharedServers.start();

  private TestServers() {}

  /** The servers; they start at the first call and end with the JVM. */
  public static SharedServers shared() {
    return SERVERS;
  }
}
