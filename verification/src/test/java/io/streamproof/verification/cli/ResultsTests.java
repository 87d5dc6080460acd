package io.streamproof.verification.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamproof.pipeline.record.SourceRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ResultsTests {
  private static final long TIME = 978_310_020_000L;

  @Test
  void writesARecordWithItsOriginAndTrace() {
    RecordHeaders headers = new RecordHeaders();
    headers.add("streamproof-origin", "late:0@17#0;9f31c2aa;1700000000000000".getBytes(UTF_8));
    headers.add(
        "traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00".getBytes(UTF_8));

    assertThat(line("DTW", "{\"delay\":66}", headers))
        .isEqualTo(
            "{\"key\":\"DTW\",\"data\":{\"delay\":66},\"time\":\"2001-01-01T00:47:00Z\","
                + "\"origin\":\"late:0@17#0\",\"traceId\":\"4bf92f3577b34da6a3ce929d0e0e4736\"}\n");
  }

  @Test
  void leavesAPayloadAsItIs() {
    assertThat(line("k", "{ \"a\" : 1.10, \"b\":9007199254740993 }", new RecordHeaders()))
        .contains("\"data\":{ \"a\" : 1.10, \"b\":9007199254740993 }");
  }

  @Test
  void keepsAPayloadOfSeveralLinesOnOne() {
    assertThat(line("k", "{\r\n  \"a\": 1\n}", new RecordHeaders()))
        .contains("\"data\":{    \"a\": 1 }")
        .containsOnlyOnce("\n");
  }

  @Test
  void writesNullForWhatARecordLacks() {
    assertThat(line(null, null, new RecordHeaders()))
        .isEqualTo(
            "{\"key\":null,\"data\":null,\"time\":\"2001-01-01T00:47:00Z\","
                + "\"origin\":null,\"traceId\":null}\n");
  }

  @Test
  void escapesAKey() {
    assertThat(line("a\"b", "1", new RecordHeaders())).startsWith("{\"key\":\"a\\\"b\",");
  }

  private static String line(@Nullable String key, @Nullable String value, RecordHeaders headers) {
    SourceRecord record =
        new SourceRecord(
            "flights.late",
            0,
            17,
            TIME,
            key == null ? null : key.getBytes(UTF_8),
            value == null ? null : value.getBytes(UTF_8),
            headers);
    return new String(Results.line(record), UTF_8);
  }
}
