package io.streamproof.pipeline.record;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The W3C Trace Context of a record: 32 hex digits of trace id, 16 of span id, 2 of flags, all
 * lower case. Trace context is always propagated, sampled or not.
 */
public record TraceContext(String traceId, String spanId, String flags) {
  /**
   * Where the trace id begins in a {@code traceparent}, {@code 00-<trace id>-<span id>-<flags>}.
   */
  public static final int TRACE_ID_AT = 3;

  /** Digits of a trace id. */
  public static final int TRACE_ID_LENGTH = 32;

  private static final int SPAN_ID_AT = TRACE_ID_AT + TRACE_ID_LENGTH + 1;
  private static final int SPAN_ID_LENGTH = 16;
  private static final int FLAGS_AT = SPAN_ID_AT + SPAN_ID_LENGTH + 1;
  private static final int LENGTH = FLAGS_AT + 2;
  private static final int SAMPLED = 1;

  /** Reads a {@code traceparent}; null if it is absent or not a valid one of version 00. */
  public static @Nullable TraceContext parse(byte @Nullable [] header) {
    if (header == null || !isValid(header)) {
      return null;
    }
    return new TraceContext(
        text(header, TRACE_ID_AT, TRACE_ID_LENGTH),
        text(header, SPAN_ID_AT, SPAN_ID_LENGTH),
        text(header, FLAGS_AT, LENGTH - FLAGS_AT));
  }

  /** Reads a {@code traceparent}; null if it is absent or not a valid one of version 00. */
  public static @Nullable TraceContext parse(@Nullable String traceparent) {
    return traceparent == null || traceparent.length() != LENGTH
        ? null
        : parse(traceparent.getBytes(ISO_8859_1));
  }

  /** Whether a header's value is a valid {@code traceparent} of version 00. */
  public static boolean isValid(byte[] header) {
    return header.length == LENGTH
        && header[0] == '0'
        && header[1] == '0'
        && header[TRACE_ID_AT - 1] == '-'
        && header[SPAN_ID_AT - 1] == '-'
        && header[FLAGS_AT - 1] == '-'
        && isId(header, TRACE_ID_AT, TRACE_ID_LENGTH)
        && isId(header, SPAN_ID_AT, SPAN_ID_LENGTH)
        && isHex(header[FLAGS_AT])
        && isHex(header[FLAGS_AT + 1]);
  }

  /** Whether a {@code traceparent} is a valid one and says that its trace is recorded. */
  public static boolean isSampled(byte @Nullable [] header) {
    return header != null && isValid(header) && (digit(header[LENGTH - 1]) & SAMPLED) != 0;
  }

  /** Whether the trace is recorded, by the flags. */
  public boolean sampled() {
    return (digit((byte) flags.charAt(1)) & SAMPLED) != 0;
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

  /** Whether there are only hex digits, and not only zeros. */
  private static boolean isId(byte[] header, int from, int length) {
    boolean zero = true;
    for (int i = from; i < from + length; i++) {
      if (!isHex(header[i])) {
        return false;
      }
      zero &= header[i] == '0';
    }
    return !zero;
  }

  private static int digit(byte b) {
    return HexFormat.fromHexDigit(b);
  }

  private static boolean isHex(byte b) {
    return (b >= '0' && b <= '9') || (b >= 'a' && b <= 'f');
  }

  private static String text(byte[] header, int from, int length) {
    return new String(header, from, length, ISO_8859_1);
  }
}
