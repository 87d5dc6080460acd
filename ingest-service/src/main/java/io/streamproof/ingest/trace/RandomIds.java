package io.streamproof.ingest.trace;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.SplittableRandom;

/** Ids of traces and spans, of which no two are the same for all practical purposes. */
final class RandomIds {
  private static final HexFormat HEX = HexFormat.of();

  /** Seeded from the system's entropy at first use, unlike the default of a fresh one. */
  private static final ThreadLocal<SplittableRandom> RANDOM =
      ThreadLocal.withInitial(() -> new SplittableRandom(new SecureRandom().nextLong()));

  private RandomIds() {}

  static String trace() {
    SplittableRandom random = RANDOM.get();
    return id(random) + id(random);
  }

  static String span() {
    return id(RANDOM.get());
  }

  /** 16 hex digits, never all zero, which W3C Trace Context forbids. */
  private static String id(SplittableRandom random) {
    long bits = random.nextLong();
    return HEX.toHexDigits(bits == 0 ? 1 : bits);
  }
}
