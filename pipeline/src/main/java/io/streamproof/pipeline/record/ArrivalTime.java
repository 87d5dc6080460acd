package io.streamproof.pipeline.record;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.time.Instant;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * When ingest took an event in: a header that every record which follows from it inherits. On the
 * wire it is epoch microseconds in decimal, of at most 18 digits; anything else tells nothing. It
 * is no part of what is compared.
 */
public final class ArrivalTime {
  private static final int MOST_DIGITS = 18;

  private ArrivalTime() {}

  /** The header's value for an event that arrives now. */
  public static byte[] write(Instant now) {
    return String.valueOf(EpochMicros.of(now)).getBytes(US_ASCII);
  }

  /** Epoch microseconds; empty if the record does not say. */
  public static OptionalLong read(SourceRecord record) {
    return parse(record.header(HeaderNames.ARRIVED));
  }

  private static OptionalLong parse(byte @Nullable [] value) {
    if (value == null || value.length == 0 || value.length > MOST_DIGITS) {
      return OptionalLong.empty();
    }
    long micros = 0;
    for (byte digit : value) {
      if (digit < '0' || digit > '9') {
        return OptionalLong.empty();
      }
      micros = micros * 10 + (digit - '0');
    }
    return OptionalLong.of(micros);
  }
}
