package io.streamproof.ingest.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Scope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;

class RequestSpanTests {
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String SPAN = "b7ad6b7169203331";
  private static final String IDS = TRACE + "-" + SPAN;

  private final MockHttpServletRequest request = new MockHttpServletRequest();

  @Test
  @SuppressWarnings("try") // the scope does its work by being open
  void isTheServersWhereItMakesOne() {
    request.addHeader("traceparent", "00-" + IDS + "-01");
    SpanContext servers =
        SpanContext.create(TRACE, "1".repeat(16), TraceFlags.getSampled(), TraceState.getDefault());

    try (Scope current = Span.wrap(servers).makeCurrent()) {
      assertThat(RequestSpan.of(request)).isEqualTo(servers);
    }
  }

  @Test
  void isTheClientsWhereTheServerMakesNone() {
    request.addHeader("traceparent", "00-" + IDS + "-01");
    request.addHeader("tracestate", "a=1");

    SpanContext clients = RequestSpan.of(request);

    assertThat(clients.getTraceId()).isEqualTo(TRACE);
    assertThat(clients.getSpanId()).isEqualTo(SPAN);
    assertThat(clients.isSampled()).isTrue();
    assertThat(clients.getTraceState().get("a")).isEqualTo("1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "00-0-0-0", "ff-" + IDS + "-01", "00-" + IDS + "-01-more", "00-" + IDS})
  void isNoneWhereTheClientsIsInvalid(String traceparent) {
    request.addHeader("traceparent", traceparent);

    assertThat(RequestSpan.of(request).isValid()).isFalse();
  }

  @Test
  void readsALaterVersionAsFarAsItIsKnown() {
    request.addHeader("traceparent", "01-" + IDS + "-01-more");

    assertThat(RequestSpan.of(request).getTraceId()).isEqualTo(TRACE);
  }
}
