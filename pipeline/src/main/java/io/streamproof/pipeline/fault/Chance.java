package io.streamproof.pipeline.fault;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.dynatrace.hash4j.hashing.Hashing;

/**
 * Chance that is addressed and not drawn: a number from 0 to below 1 that follows from a text
 * alone, whoever asks, and in whatever order.
 */
final class Chance {
  private static final int UNUSED_BITS = Long.SIZE - 53;
  private static final double STEP = 0x1p-53;

  private Chance() {}

  /** The upper 53 bits of the text's XXH3-64, in UTF-8, as a fraction. */
  static double of(String text) {
    return (Hashing.xxh3_64().hashBytesToLong(text.getBytes(UTF_8)) >>> UNUSED_BITS) * STEP;
  }
}
