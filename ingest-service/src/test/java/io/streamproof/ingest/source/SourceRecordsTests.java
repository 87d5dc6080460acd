package io.streamproof.ingest.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.opentelemetry.api.trace.SpanContext;
import io.streamproof.ingest.event.CloudEvent;
import io.streamproof.ingest.event.RejectedException;
import io.streamproof.ingest.event.Rejection;
import io.streamproof.ingest.event.Rejection.Reason;
import io.streamproof.ingest.trace.Arrival;
import io.streamproof.pipeline.record.Partitioner;
import io.streamproof.pipeline.record.TraceContext;
import io.streamproof.pipeline.spec.PipelineSpecification;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SourceRecordsTests {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2020-02-03T04:05:06.789Z"), ZoneOffset.UTC);
  private static final Arrival ARRIVED = Arrival.amongOthers(SpanContext.getInvalid());

  @Test
  void writesTheHeadersOfTheContract() throws RejectedException {
    NewRecord record = records(null, null).of(event("{}", 1_000L), ARRIVED);
    assertThat(headers(record))
        .containsOnlyKeys(
            "traceparent",
            "ce_specversion",
            "ce_id",
            "ce_source",
            "ce_type",
            "ce_time",
            "content-type")
        .containsEntry("ce_specversion", "1.0")
        .containsEntry("ce_id", "id-1")
        .containsEntry("ce_source", "/s")
        .containsEntry("ce_type", "t")
        .containsEntry("ce_time", "1970-01-01T00:00:01Z")
        .containsEntry("content-type", "application/json");
    assertThat(record.topic()).isEqualTo("flights.source");
    assertThat(record.value()).asString(UTF_8).isEqualTo("{}");
  }

  @Test
  void beginsATraceThatIsNotSampledOrContinuesTheClients() throws RejectedException {
    SourceRecords records = records(null, null);
    assertThat(headers(records.of(event("{}", null), ARRIVED)).get("traceparent"))
        .matches("00-[0-9a-f]{32}-[0-9a-f]{16}-00");

    TraceContext client = new TraceContext("a".repeat(32), "b".repeat(16), "01");
    CloudEvent event =
        new CloudEvent("id", "/s", "t", null, "{}".getBytes(UTF_8), client, "vendor=1");
    Map<String, @Nullable String> headers = headers(records.of(event, ARRIVED));
    assertThat(headers.get("traceparent"))
        .startsWith("00-" + "a".repeat(32) + "-")
        .doesNotContain("b".repeat(16))
        .endsWith("-01");
    assertThat(headers).containsEntry("tracestate", "vendor=1");
  }

  @Test
  void takesKeyAndPartitionFromTheSpecification() throws RejectedException {
    NewRecord keyed = records("data.k", null).of(event("{\"k\":\"Zürich 😀\"}", null), ARRIVED);
    assertThat(keyed.key()).asString(UTF_8).isEqualTo("Zürich 😀");
    assertThat(keyed.partition()).isEqualTo(Partitioner.ofKey("Zürich 😀".getBytes(UTF_8), 3));

    NewRecord unkeyed = records("data.k", null).of(event("{\"k\":null}", null), ARRIVED);
    assertThat(unkeyed.key()).isNull();
    assertThat(unkeyed.partition()).isEqualTo(Partitioner.ofKey("id-1".getBytes(UTF_8), 3));
  }

  @Test
  void takesTheTimeOfTheSpecificationThenOfTheEventThenOfArrival() throws RejectedException {
    assertThat(records(null, "data.t").of(event("{\"t\":5}", 1L), ARRIVED).timestamp())
        .isEqualTo(5);
    assertThat(records(null, null).of(event("{}", 1L), ARRIVED).timestamp()).isEqualTo(1);
    assertThat(records(null, null).of(event("{}", null), ARRIVED).timestamp())
        .isEqualTo(CLOCK.millis());
  }

  @Test
  void letsTheKeySeeTheTimeThatTheRecordWillHave() throws RejectedException {
    NewRecord record =
        records("string(event.time)", "data.t").of(event("{\"t\":5000}", 1L), ARRIVED);
    assertThat(record.key()).asString(UTF_8).isEqualTo("1970-01-01T00:00:05Z");
  }

  @Test
  void forwardsDataAsItCameNumbersOfAnySizeIncluded() throws RejectedException {
    String data = "{ \"n\" : 123456789012345678901234567890, \"m\":1.10, \"n\":2 }";
    assertThat(records(null, null).of(event(data, null), ARRIVED).value())
        .asString(UTF_8)
        .isEqualTo(data);
  }

  @Test
  void boundsDataToTheByte() throws RejectedException {
    assertThat(records(null, null).of(event(text(100), null), ARRIVED).value()).hasSize(100);
    assertThat(rejection(records(null, null), event(text(101), null)))
        .isEqualTo(Rejection.tooLarge("data is larger than 100 bytes"));
  }

  @Test
  void saysWhyNoRecordCanBeMade() {
    assertThat(detail(null, null, "{")).startsWith("no JSON at column");
    assertThat(detail(null, null, "")).isEqualTo("empty, where JSON was expected");
    assertThat(detail(null, null, "[".repeat(40) + "]".repeat(39))).startsWith("no JSON");
    assertThat(detail("data.k", null, "{}")).contains("data.k");
    assertThat(detail(null, "data.t", "{\"t\":\"soon\"}")).contains("data.t").contains("soon");
    assertThat(detail(null, "data.t", "{\"t\":-1}")).contains("1970 to 9999");
    assertThat(detail(null, "data.t", "{\"t\":99999999999999999}")).contains("1970 to 9999");
    assertThat(rejection(records(null, null), event("{}", -1L)).detail()).contains("1970 to 9999");
  }

  @Test
  void refusesDataThatUtf8CannotHold() {
    for (String half : new String[] {"{\"x\":\"\\ud800\"}", "[[\"\\ude86\\ud83d\"]]"}) {
      assertThat(detail(null, null, half))
          .startsWith("half a surrogate pair stands alone in the text at column ");
    }
    assertThat(detail("data.x", null, "{\"x\":\"\\ud800\"}")).startsWith("half a surrogate pair");
    assertThat(detail(null, null, "{\"\\udfff\":1}")).startsWith("no JSON at column 9: ");
  }

  @Test
  void takesCharactersOfAnyPlaneAndTheCharacterNul() throws RejectedException {
    String data = "{\"x\":\"\\ud83d\\ude86 🚆 \\u0000\"}";
    NewRecord record = records("data.x", null).of(event(data, null), ARRIVED);
    assertThat(record.value()).asString(UTF_8).isEqualTo(data);
    assertThat(record.key()).asString(UTF_8).isEqualTo("🚆 🚆 \u0000");
  }

  @Test
  void boundsTheKey() {
    SourceRecords records = records(Served.specification("data", null), 1 << 20);
    assertThat(rejection(records, event(text(70_000), null)).detail())
        .isEqualTo("data gives a key of more than 65536 bytes");
  }

  private static String text(int bytes) {
    return "\"" + "x".repeat(bytes - 2) + "\"";
  }

  private static String detail(@Nullable String key, @Nullable String time, String data) {
    Rejection rejection = rejection(records(key, time), event(data, null));
    assertThat(rejection.reason()).isEqualTo(Reason.INVALID);
    return rejection.detail();
  }

  private static Rejection rejection(SourceRecords records, CloudEvent event) {
    RejectedException[] caught = new RejectedException[1];
    assertThatExceptionOfType(RejectedException.class)
        .isThrownBy(() -> records.of(event, ARRIVED))
        .satisfies(e -> caught[0] = e);
    return caught[0].rejection();
  }

  private static SourceRecords records(@Nullable String key, @Nullable String time) {
    return records(Served.specification(key, time), 100);
  }

  private static SourceRecords records(PipelineSpecification specification, int maxDataBytes) {
    return new SourceRecords(specification, maxDataBytes, Served.traces(specification), CLOCK);
  }

  private static CloudEvent event(String data, @Nullable Long time) {
    return new CloudEvent("id-1", "/s", "t", time, data.getBytes(UTF_8), null, null);
  }

  private static Map<String, @Nullable String> headers(NewRecord record) {
    Map<String, @Nullable String> headers = new LinkedHashMap<>();
    record
        .headers()
        .forEach(header -> headers.put(header.key(), new String(header.value(), UTF_8)));
    return headers;
  }
}
