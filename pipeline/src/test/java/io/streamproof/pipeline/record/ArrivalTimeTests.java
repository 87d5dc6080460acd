package io.streamproof.pipeline.record;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamproof.pipeline.RandomTries;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ArrivalTimeTests {
  @Test
  void readsWhatItHasWritten() {
    RandomTries.run(
        1_000,
        values -> {
          long at = values.number(0, 253_402_300_799_999_999L);
          byte[] header = ArrivalTime.write(EpochMicros.instant(at));
          assertThat(ArrivalTime.read(record(header))).hasValue(at);
        });
  }

  @Test
  void isToldNothingByAnythingElse() {
    for (String other : new String[] {"", "-1", "1.5", "soon", " 1", "1234567890123456789"}) {
      assertThat(ArrivalTime.read(record(other.getBytes(UTF_8)))).as(other).isEmpty();
    }
    assertThat(ArrivalTime.read(record(null))).isEmpty();
  }

  private static SourceRecord record(byte @Nullable [] arrived) {
    Headers headers = new RecordHeaders();
    if (arrived != null) {
      headers.add(HeaderNames.ARRIVED, arrived);
    }
    return new SourceRecord("p.source", 0, 0, 0, null, null, headers);
  }
}
