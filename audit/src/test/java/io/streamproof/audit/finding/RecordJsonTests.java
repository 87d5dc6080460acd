package io.streamproof.audit.finding;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamproof.pipeline.record.SourceRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

/** Any record can be shown as evidence. */
class RecordJsonTests {
  @Test
  void showsAValueThatUtf8CannotHoldByItsBytes() {
    assertThat(RecordJson.of(record(0, "{\"s\":\"cut \\ud83d\"}")))
        .contains("\"valueBase64\":\"eyJzIjoiY3V0IFx1ZDgzZCJ9\"");
  }

  @Test
  void showsATimeOfAnyYear() {
    assertThat(RecordJson.of(record(978_310_020_000L, "1")))
        .contains("\"time\":\"2001-01-01T00:47:00Z\"");
    assertThat(RecordJson.of(record(9_300_000_000_000_000L, "1"))).contains("\"time\":\"+296675-");
    assertThat(RecordJson.of(record(Long.MAX_VALUE, "1"))).contains("\"time\":\"+292278994-");
  }

  private static SourceRecord record(long time, String value) {
    return new SourceRecord(
        "shop.source", 0, 0, time, null, value.getBytes(UTF_8), new RecordHeaders());
  }
}
