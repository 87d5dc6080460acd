package io.streamproof.pipeline.record;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The W3C Trace Context of a record: 32 hex digits of trace id, 16 of span id, 2 of flags, all
 * lower case. Trace context is always propagated, sampled or not.
 */
public record TraceContext(String traceId, String spanId, String flags) {
  private static final Pattern WIRE =
      Pattern.compile("00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");

  /** Reads a {@code traceparent}; null if it is absent or not a valid one of version 00. */
  public static @Nullable TraceContext parse(byte @Nullable [] header) {
    return header == null || header.length != 55 ? null : parse(new String(header, ISO_8859_1));
  }

  /** Reads a {@code traceparent}; null if it is absent or not a valid one of version 00. */
  public static @Nullable TraceContext parse(@Nullable String traceparent) {
    if (traceparent == null || !WIRE.matcher(traceparent).matches()) {
      return null;
    }
    return new TraceContext(
        traceparent.substring(3, 35), traceparent.substring(36, 52), traceparent.substring(53));
  }

  /** The same trace, one span further. */
  public TraceContext child(String childSpanId) {
    return new TraceContext(traceId, childSpanId, flags);
  }

  /** The value of the {@code traceparent} header. */
  public String traceparent() {
    return "00-" + traceId + "-" + spanId + "-" + flags;
  }

  public byte[] toBytes() {
    return traceparent().getBytes(ISO_8859_1);
  }
}
