package io.streamproof.pipeline.trace;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.streamproof.pipeline.record.TraceContext;
import org.jspecify.annotations.Nullable;

/**
 * A span of a message, all of it but its times. It is a function of positions and contents: the
 * same step has the same span, however often and by whom it is described.
 *
 * @param trace its own ids and flags; for a sending, those of the record's {@code traceparent}
 * @param parentSpanId the span in the same trace that it is a child of; null: none, or not known
 * @param failure why it has the status ERROR; null: it has none
 */
public record MessageSpan(
    String name,
    SpanKind kind,
    TraceContext trace,
    @Nullable String parentSpanId,
    Attributes attributes,
    @Nullable Failure failure) {

  /** Its own ids and flags. */
  public SpanContext context() {
    return SpanContext.create(
        trace.traceId(), trace.spanId(), flags(trace), TraceState.getDefault());
  }

  /** Its parent's; invalid where it has none. */
  public SpanContext parent() {
    return parentSpanId == null || !SpanId.isValid(parentSpanId)
        ? SpanContext.getInvalid()
        : SpanContext.createFromRemoteParent(
            trace.traceId(), parentSpanId, flags(trace), TraceState.getDefault());
  }

  private static TraceFlags flags(TraceContext trace) {
    return TraceFlags.fromHex(trace.flags(), 0);
  }
}
