package io.streamproof.audit.tracing;

import io.streamproof.pipeline.record.Origin;
import io.streamproof.pipeline.record.SourceRecord;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.OptionalLong;

/**
 * When records were sent. A stage says so in the origin. Of a client's event only the event time is
 * known, which may be of any year: where it says nothing, the message was sent no later than
 * something followed from it, or than an anomaly of it was found.
 *
 * @param knownAt a time when the message had been sent
 */
record SendTimes(Instant knownAt) {
  private static final Duration NEAR = Duration.ofHours(1);

  /**
   * Epoch microseconds.
   *
   * @param followed when the first emission followed from the record
   */
  long sentAt(SourceRecord record, OptionalLong followed) {
    Origin origin = record.origin();
    if (origin != null) {
      return origin.emittedAtMicros();
    }
    long latest = Math.min(latest(), followed.orElse(Long.MAX_VALUE));
    long event = record.timestamp() * 1_000;
    return event <= latest && event >= latest - NEAR.toNanos() / 1_000 ? event : latest;
  }

  /** The latest time that comes into question. */
  long latest() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, knownAt);
  }
}
