package io.streamproof.ingest.http;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import org.jspecify.annotations.Nullable;

/**
 * The span that a request's events belong to: the server's own, which continues the client's; the
 * client's where tracing is switched off here, for context is passed on in any case.
 */
final class RequestSpan {
  private static final TextMapGetter<HttpServletRequest> HEADERS =
      new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(HttpServletRequest request) {
          return Collections.list(request.getHeaderNames());
        }

        @Override
        public @Nullable String get(@Nullable HttpServletRequest request, String name) {
          return request == null ? null : request.getHeader(name);
        }
      };

  private RequestSpan() {}

  static SpanContext of(HttpServletRequest request) {
    SpanContext current = Span.current().getSpanContext();
    return current.isValid() ? current : client(request);
  }

  private static SpanContext client(HttpServletRequest request) {
    Context extracted =
        W3CTraceContextPropagator.getInstance().extract(Context.root(), request, HEADERS);
    return Span.fromContext(extracted).getSpanContext();
  }
}
