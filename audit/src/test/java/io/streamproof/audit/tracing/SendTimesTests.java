package io.streamproof.audit.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamproof.audit.support.Examples;
import io.streamproof.pipeline.record.HeaderNames;
import io.streamproof.pipeline.record.Origin;
import io.streamproof.pipeline.record.SourceRecord;
import java.time.Instant;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class SendTimesTests {
  private static final Instant KNOWN = Instant.parse("2026-01-01T00:00:10.123456Z");
  private static final long KNOWN_MICROS = 1_767_225_610_123_456L;
  private static final OptionalLong NOTHING = OptionalLong.empty();

  private final SendTimes times = new SendTimes(KNOWN);

  @Test
  void takesAStagesWordFromTheOrigin() {
    SourceRecord record = event(0);
    record.headers().add(HeaderNames.ORIGIN, new Origin("s", 0, 0, 0, "00000000", 42).toBytes());
    assertThat(times.sentAt(record, NOTHING)).isEqualTo(42);
  }

  @Test
  void takesAnEventsTimeWhereThatIsNear() {
    long millis = KNOWN.minusSeconds(60).toEpochMilli();
    assertThat(times.sentAt(event(millis), NOTHING)).isEqualTo(millis * 1_000);
  }

  @Test
  void takesTheTimeOfWhatFollowedWhereTheEventIsOfAnotherYear() {
    assertThat(times.sentAt(event(0), OptionalLong.of(KNOWN_MICROS - 5)))
        .isEqualTo(KNOWN_MICROS - 5);
    assertThat(times.sentAt(event(KNOWN.plusSeconds(9).toEpochMilli()), NOTHING))
        .isEqualTo(KNOWN_MICROS);
  }

  @Test
  void isNeverLaterThanWhatFollowed() {
    long followed = KNOWN_MICROS - 2_000_000;
    assertThat(times.sentAt(event(KNOWN.minusSeconds(1).toEpochMilli()), OptionalLong.of(followed)))
        .isEqualTo(followed);
  }

  private static SourceRecord event(long millis) {
    SourceRecord order = Examples.order(0, 0, "ada", 20);
    return new SourceRecord(
        order.topic(),
        order.partition(),
        order.offset(),
        millis,
        order.key(),
        order.value(),
        order.headers());
  }
}
