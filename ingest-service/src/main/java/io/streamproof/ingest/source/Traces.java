package io.streamproof.ingest.source;

import io.streamproof.pipeline.record.TraceContext;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** The trace contexts of new records: a client's trace one span further, or a new trace. */
final class Traces {
  private static final HexFormat HEX = HexFormat.of();
  private static final String NOT_SAMPLED = "00";

  /** Seeded from the system's entropy at first use, unlike the default of a fresh one. */
  private static final ThreadLocal<SplittableRandom> RANDOM =
      ThreadLocal.withInitial(
          () -> new SplittableRandom(new java.security.SecureRandom().nextLong()));

  private Traces() {}

  static TraceContext next(@Nullable TraceContext client) {
    SplittableRandom random = RANDOM.get();
    String spanId = id(random);
    return client == null
        ? new TraceContext(id(random) + id(random), spanId, NOT_SAMPLED)
        : client.child(spanId);
  }

  /** 16 hex digits, never all zero, which W3C Trace Context forbids. */
  private static String id(SplittableRandom random) {
    long bits = random.nextLong();
    return HEX.toHexDigits(bits == 0 ? 1 : bits);
  }
}
