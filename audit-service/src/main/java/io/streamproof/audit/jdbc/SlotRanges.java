package io.streamproof.audit.jdbc;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Ranges of output offsets as the ledger keeps them: an {@code int8multirange} of numbers that hold
 * the output's slot in the upper 16 bits and the offset in the lower 48.
 */
final class SlotRanges {
  private static final int SLOT_BITS = 48;
  private static final long OFFSET_MASK = (1L << SLOT_BITS) - 1;

  private SlotRanges() {}

  /** A range as PostgreSQL writes it; {@code to} is exclusive. */
  static String range(int slot, long from, long to) {
    long base = (long) slot << SLOT_BITS;
    return "[" + (base + from) + "," + (base + to) + ")";
  }

  static String multirange(Stream<String> ranges) {
    return ranges.collect(Collectors.joining(",", "{", "}"));
  }

  static int slot(long packed) {
    return (int) (packed >> SLOT_BITS);
  }

  static long offset(long packed) {
    return packed & OFFSET_MASK;
  }
}
