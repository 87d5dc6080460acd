package io.streamproof.audit.jdbc;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Ranges of output offsets as the ledger keeps them: an {@code int8multirange} of numbers that hold
 * the index of the output partition in the upper 16 bits and the offset in the lower 48.
 */
final class OutputRanges {
  private static final int INDEX_SHIFT = 48;
  private static final long OFFSET_MASK = (1L << INDEX_SHIFT) - 1;

  private OutputRanges() {}

  /** A range as PostgreSQL writes it; {@code to} is exclusive. */
  static String range(int index, long from, long to) {
    long base = (long) index << INDEX_SHIFT;
    return "[" + (base + from) + "," + (base + to) + ")";
  }

  static String multirange(Stream<String> ranges) {
    return ranges.collect(Collectors.joining(",", "{", "}"));
  }

  static int index(long packed) {
    return (int) (packed >> INDEX_SHIFT);
  }

  static long offset(long packed) {
    return packed & OFFSET_MASK;
  }
}
