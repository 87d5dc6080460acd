package io.streamproof.ingest.http;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/**
 * What is left of a body when its outcome is known already. Many clients read no answer before they
 * have sent all; a connection that is closed under them takes the answer with it.
 */
final class Remainder {
  private static final int BUFFER_BYTES = 64 << 10;

  private Remainder() {}

  /** Reads to the end and keeps nothing, for about so long. */
  static void discard(InputStream body, Duration atMost) {
    byte[] buffer = new byte[BUFFER_BYTES];
    long deadlineNanos = System.nanoTime() + atMost.toNanos();
    try {
      int read = body.read(buffer);
      while (read >= 0 && System.nanoTime() < deadlineNanos) {
        read = body.read(buffer);
      }
    } catch (IOException e) {
      // The client is gone: nothing is left to read, and nobody to answer.
    }
  }
}
