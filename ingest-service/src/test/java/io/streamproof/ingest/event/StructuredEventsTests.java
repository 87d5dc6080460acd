package io.streamproof.ingest.event;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.streamproof.ingest.event.Reading.Invalid;
import io.streamproof.ingest.event.Reading.Valid;
import io.streamproof.pipeline.RandomTries;
import io.streamproof.pipeline.RandomValues;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StructuredEventsTests {
  private static final String ATTRIBUTES =
      "\"specversion\":\"1.0\",\"id\":\"a\",\"source\":\"/s\",\"type\":\"t\"";

  private static final List<String> LEAVES =
      List.of(
          "1",
          "-0.10",
          "123456789012345678901234567890",
          "1e400",
          "true",
          "null",
          "\"é😀\"",
          "\"a\\\"]}\\u00e9\"",
          "{}",
          "[]",
          "\"\"",
          "\"" + "long ".repeat(3_000) + "\"",
          "9".repeat(2_000));

  /** Data reaches the topic byte by byte, whatever is around it. */
  @Test
  void cutsDataOutAsItWasWritten() {
    RandomTries.run(
        1_000,
        values -> {
          List<String> written = values.list(0, 5, () -> json(values));
          String space = values.text(" \t\r\n", 0, 3);
          String batch =
              written.stream()
                  .map(data -> "{" + ATTRIBUTES + ",\"data\":" + space + data + space + "}")
                  .collect(Collectors.joining("," + space, space + "[", "]" + space));

          assertThat(readBatch(batch))
              .extracting(reading -> new String(((Valid) reading).event().data(), UTF_8))
              .isEqualTo(written);
        });
  }

  private static String json(RandomValues values) {
    if (values.yesOrNo()) {
      return values.oneOf(LEAVES);
    }
    String gap = values.oneOf(List.of("", " ", "\n\t"));
    String member = gap + ":" + values.oneOf(LEAVES);
    return "{\"k\"" + member + ",\"l\":[" + gap + values.oneOf(LEAVES) + "]}";
  }

  @Test
  void readsAttributesWhateverTheirOrder() {
    CloudEvent event =
        valid(
            "{\"data\":{\"n\":1.10},\"time\":\"1970-01-01T00:00:01Z\",\"subject\":null,"
                + "\"traceparent\":\"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\","
                + "\"tracestate\":\"v=1\",\"level\":5,\"datacontenttype\":\"application/json\","
                + ATTRIBUTES
                + "}");
    assertThat(event.timeMillis()).isEqualTo(1_000);
    assertThat(event.trace()).isNotNull();
    assertThat(event.traceState()).isEqualTo("v=1");
    assertThat(event.data()).asString(UTF_8).isEqualTo("{\"n\":1.10}");
  }

  @Test
  void takesAbsentDataAsNull() {
    assertThat(valid("{" + ATTRIBUTES + "}").data()).asString(UTF_8).isEqualTo("null");
  }

  @Test
  void decodesDataInBase64() {
    CloudEvent event = valid("{" + ATTRIBUTES + ",\"data_base64\":\"eyJuIjoxfQ==\"}");
    assertThat(event.data()).asString(UTF_8).isEqualTo("{\"n\":1}");
  }

  @Test
  void saysWhichRuleIsBroken() {
    assertThat(detail("[]")).isEqualTo("the body is no JSON object");
    assertThat(detail("")).isEqualTo("the body is no JSON object");
    assertThat(detail("{\"id\":1}")).isEqualTo("id is no text");
    assertThat(detail("{\"sub\":{\"a\":1}}"))
        .isEqualTo("attribute sub is neither text, number nor boolean");
    assertThat(detail("{\"id\":\"a\",\"id\":\"b\"}")).isEqualTo("id is given twice");
    assertThat(detail("{\"data\":1,\"data\":2}")).isEqualTo("data is given twice");
    assertThat(detail("{\"data\":1,\"data_base64\":\"MQ==\"}")).isEqualTo("data is given twice");
    assertThat(detail("{\"data_base64\":\"*\"}")).isEqualTo("data_base64 is not base64");
    assertThat(detail("{\"data_base64\":[1]}")).isEqualTo("data_base64 is not base64");
    assertThat(detail("{" + ATTRIBUTES + ",\"datacontenttype\":\"text/xml\"}"))
        .isEqualTo("datacontenttype is text/xml, where JSON in UTF-8 is needed");
    assertThat(detail("{" + ATTRIBUTES + "} x")).startsWith("no JSON at line 1, column");
    assertThat(detail("{" + ATTRIBUTES + "} {}"))
        .isEqualTo("something stands behind the JSON value");
    assertThat(detail("{" + ATTRIBUTES + ",\"data\":{]}")).startsWith("no JSON at line 1");
    assertThat(detail("\uFEFF{}")).isEqualTo("begins with a byte order mark");
  }

  @Test
  void refusesTextThatNoHeaderCanHoldInAnyAttribute() {
    String frame = "{" + ATTRIBUTES;
    for (String name : List.of("subject", "dataschema", "extension")) {
      for (String value : List.of("\\ud800", "a\\u0000", "\\ufffe")) {
        assertThat(detail(frame + ",\"" + name + "\":\"" + value + "\"}"))
            .isEqualTo(name + " has a control character, or one that Unicode does not know");
      }
    }
    assertThat(detail(frame + ",\"subject\":\"" + "s".repeat(1_025) + "\"}"))
        .isEqualTo("subject is longer than 1024 characters");
    assertThat(detail(frame + ",\"\\ud800\":1}")).startsWith("no JSON at line 1, column ");
  }

  @Test
  void dropsABrokenTraceContextAndTakesTheEvent() {
    CloudEvent event =
        valid("{" + ATTRIBUTES + ",\"traceparent\":\"\\u0000\",\"tracestate\":\"\\ud800\"}");
    assertThat(event.trace()).isNull();
    assertThat(event.traceState()).isNull();
  }

  @Test
  void showsAnIdThatNoAnswerCanHoldInAFormThatOneCan() {
    Reading reading = StructuredEvents.readOne("{\"id\":\"a\\ud800\"}".getBytes(UTF_8));
    assertThat(reading)
        .isEqualTo(
            new Invalid(
                "a?",
                Rejection.invalid(
                    "id has a control character, or one that Unicode does not know")));
  }

  @Test
  void refusesOtherEncodings() {
    Reading reading = StructuredEvents.readOne("{}".getBytes(UTF_16BE));
    assertThat(((Invalid) reading).rejection().detail())
        .isEqualTo("UTF-16 or UTF-32, where UTF-8 is needed");
    Reading broken = StructuredEvents.readOne(new byte[] {'"', (byte) 0xC0, '"'});
    assertThat(((Invalid) broken).rejection().detail()).isEqualTo("not UTF-8");
  }

  @Test
  void namesTheIdOfAnInvalidEventInABatch() {
    List<Reading> readings =
        readBatch("[7,{\"id\":\"x\",\"specversion\":\"1.0\"},{" + ATTRIBUTES + "}]");
    assertThat(readings.get(0))
        .isEqualTo(new Invalid(null, Rejection.invalid("is no JSON object")));
    assertThat(readings.get(1)).isEqualTo(new Invalid("x", Rejection.invalid("source is missing")));
    assertThat(readings.get(2)).isInstanceOf(Valid.class);
  }

  @Test
  void boundsABatch() {
    assertThat(readBatch(batchOf(1_000))).hasSize(1_000);
    assertThatExceptionOfType(RejectedException.class)
        .isThrownBy(() -> StructuredEvents.readBatch(batchOf(1_001).getBytes(UTF_8)))
        .matches(e -> e.rejection().reason() == Rejection.Reason.TOO_LARGE);
  }

  private static String batchOf(int events) {
    return IntStream.range(0, events)
        .mapToObj(index -> "{" + ATTRIBUTES + "}")
        .collect(Collectors.joining(",", "[", "]"));
  }

  private static CloudEvent valid(String json) {
    return ((Valid) StructuredEvents.readOne(json.getBytes(UTF_8))).event();
  }

  private static String detail(String json) {
    Reading reading = StructuredEvents.readOne(json.getBytes(UTF_8));
    return ((Invalid) reading).rejection().detail();
  }

  private static List<Reading> readBatch(String json) {
    try {
      return StructuredEvents.readBatch(json.getBytes(UTF_8));
    } catch (RejectedException e) {
      throw new AssertionError(e.rejection().detail(), e);
    }
  }
}
