package io.streamproof.ingest.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamproof.ingest.event.Reading.Invalid;
import io.streamproof.ingest.event.Reading.Valid;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BinaryEventTests {
  private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
  private static final String OTHER = "00-11111111111111111111111111111111-2222222222222222-00";

  private final Map<String, List<String>> headers =
      new TreeMap<>(
          Map.of(
              "ce-specversion", List.of("1.0"),
              "ce-id", List.of("a-1"),
              "ce-source", List.of("/sensors"),
              "ce-type", List.of("reading"),
              "host", List.of("localhost")));

  @Test
  void takesAttributesFromHeadersAndDataFromTheBody() {
    headers.put("ce-time", List.of("2001-01-01T00:47:00.5+01:00"));
    headers.put("ce-subject", List.of("ignored"));

    CloudEvent event = event();

    assertThat(event.id()).isEqualTo("a-1");
    assertThat(event.source()).isEqualTo("/sensors");
    assertThat(event.type()).isEqualTo("reading");
    assertThat(event.timeMillis()).isEqualTo(978_306_420_500L);
    assertThat(event.data()).asString(UTF_8).isEqualTo("{}");
    assertThat(event.trace()).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "Euro%20%E2%82%AC%20%F0%9F%98%80, Euro € 😀",
    "\"quoted \\\"text\\\" \", 'quoted \"text\" '",
    "%2541, %41"
  })
  void decodesHeadersOnceAsTheBindingSays(String header, String id) {
    headers.put("ce-id", List.of(header));
    assertThat(event().id()).isEqualTo(id);
  }

  @ParameterizedTest
  @CsvSource({
    "ce-specversion,    , specversion is missing",
    "ce-specversion, 0.3, specversion is \"0.3\"; where 1.0 is needed",
    "ce-id,             , id is missing",
    "ce-id,           '', id is empty",
    "ce-id,          %00, id has a control character; or one that Unicode does not know",
    "ce-id,          %zz, id has a % that is not followed by two hex digits",
    "ce-id,            %, id has a % that is not followed by two hex digits",
    "ce-id,          %FF, id is not UTF-8 once it is percent-decoded",
    "ce-id,            é, id must be percent-encoded beyond ASCII",
    "ce-source,         , source is missing",
    "ce-source,    a%20b, source is no URI reference: Illegal character in path",
    "ce-type,           , type is missing",
    "ce-time, 2001-01-01, time \"2001-01-01\" is no RFC 3339 time",
    "ce-time, 2001-13-01T00:00:00Z, time \"2001-13-01T00:00:00Z\" is no RFC 3339 time",
    "ce-UP, x, attribute name \"UP\" is not of the letters a-z and digits"
  })
  void saysWhichRuleIsBroken(String header, String value, String detail) {
    headers.remove(header);
    if (value != null) {
      headers.put(header, List.of(value));
    }
    assertThat(rejection().detail()).isEqualTo(detail.replace(';', ','));
  }

  @Test
  void refusesAnAttributeThatIsGivenTwice() {
    headers.put("ce-id", List.of("a", "b"));
    assertThat(rejection().detail()).isEqualTo("id is given twice");
  }

  @Test
  void boundsTheLengthOfAttributes() {
    headers.put("ce-id", List.of("x".repeat(1_024)));
    assertThat(event().id()).hasSize(1_024);
    headers.put("ce-id", List.of("x".repeat(1_025)));
    assertThat(rejection().detail()).isEqualTo("id is longer than 1024 characters");
  }

  @Test
  void continuesTheTraceThatTheEventNamesNotThatOfTheRequest() {
    headers.put("traceparent", List.of(OTHER));
    headers.put("tracestate", List.of("a=1"));
    assertThat(event().trace()).isNull();
    assertThat(event().traceState()).isNull();

    headers.put("ce-traceparent", List.of(TRACE));
    headers.put("ce-tracestate", List.of("b=2"));
    assertThat(event().trace()).hasToString(traceOf(TRACE));
    assertThat(event().traceState()).isEqualTo("b=2");
  }

  @Test
  void ignoresABrokenTraceAsTheStandardSays() {
    headers.put("ce-traceparent", List.of("00-0-0-0"));
    headers.put("ce-tracestate", List.of("a=1"));
    assertThat(event().trace()).isNull();
    assertThat(event().traceState()).isNull();
  }

  @Test
  void takesAnEventWithoutContentAsOneWithoutData() {
    Reading reading = BinaryEvent.read(headers, null, new byte[0]);
    assertThat(((Valid) reading).event().data()).asString(UTF_8).isEqualTo("null");
  }

  private CloudEvent event() {
    return ((Valid) read()).event();
  }

  private Rejection rejection() {
    return ((Invalid) read()).rejection();
  }

  private Reading read() {
    return BinaryEvent.read(headers, "application/json; charset=utf-8", "{}".getBytes(UTF_8));
  }

  private static String traceOf(String traceparent) {
    return String.valueOf(io.streamproof.pipeline.record.TraceContext.parse(traceparent));
  }
}
