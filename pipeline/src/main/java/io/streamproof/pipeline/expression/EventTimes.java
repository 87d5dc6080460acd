package io.streamproof.pipeline.expression;

import io.streamproof.pipeline.record.JsonCodec;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.OffsetDateTime;

/** Event times as payloads write them, in epoch milliseconds. */
final class EventTimes {
  private EventTimes() {}

  /**
   * The time of an RFC 3339 text, of a number of epoch milliseconds or of a timestamp.
   *
   * @throws java.time.DateTimeException for a text that is no time
   * @throws ArithmeticException for a time beyond 64 bits
   * @throws IllegalArgumentException for any other value
   */
  static long of(Object value) {
    if (value instanceof Long millis) {
      return millis;
    }
    if (value instanceof String text) {
      return OffsetDateTime.parse(text).toInstant().toEpochMilli();
    }
    if (value instanceof Instant time) {
      return time.toEpochMilli();
    }
    BigDecimal number = JsonCodec.number(value);
    if (number == null) {
      throw new IllegalArgumentException("no time");
    }
    return number.setScale(0, RoundingMode.DOWN).longValueExact();
  }
}
