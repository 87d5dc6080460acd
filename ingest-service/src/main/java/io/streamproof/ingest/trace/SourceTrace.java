package io.streamproof.ingest.trace;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.streamproof.ingest.event.CloudEvent;
import io.streamproof.pipeline.record.SourceRecord;
import io.streamproof.pipeline.record.TraceContext;
import io.streamproof.pipeline.spec.PipelineSpecification;
import io.streamproof.pipeline.trace.SourceSpans;
import io.streamproof.telemetry.MessageTracer;
import io.streamproof.telemetry.MessagingMetrics;
import io.streamproof.telemetry.OperationTimer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Traces and times the sendings of a pipeline's events. Each event has a trace, and whether it is
 * recorded is decided here, for every hop; of those that are not, no span is made.
 */
public final class SourceTrace {
  private static final SpanContext NONE = SpanContext.getInvalid();
  private static final String RECORDED = "01";
  private static final String NOT_RECORDED = "00";

  private final SourceSpans spans;
  private final MessageTracer tracer;
  private final OperationTimer timer;

  public SourceTrace(
      PipelineSpecification pipeline, MessageTracer tracer, MessagingMetrics metrics) {
    this.spans = new SourceSpans(pipeline);
    this.tracer = tracer;
    this.timer = metrics.sending(pipeline.sourceTopic());
  }

  /** The trace that an event brings itself, else that of a request of its own, else a new one. */
  public MessageTrace of(CloudEvent event, Arrival arrival) {
    TraceContext own = event.trace();
    if (own != null) {
      return goingOn(remote(own), event.traceState(), arrival.request());
    }
    SpanContext request = arrival.request();
    return arrival.alone() && request.isValid()
        ? goingOn(request, state(request), NONE)
        : new MessageTrace(next(RandomIds.trace(), NONE), NONE, request, null);
  }

  /**
   * Begins the sending of a record.
   *
   * @param record all of it but its offset; asked for only if it is needed
   */
  public Sending begin(MessageTrace trace, Supplier<SourceRecord> record) {
    Span span =
        tracer.exporting() && trace.own().sampled()
            ? tracer.start(spans.send(record.get()), trace.parent(), trace.linked())
            : Span.getInvalid();
    return new Sending(span, timer);
  }

  private MessageTrace goingOn(SpanContext parent, @Nullable String state, SpanContext linked) {
    return new MessageTrace(next(parent.getTraceId(), parent), parent, linked, state);
  }

  private TraceContext next(String traceId, SpanContext parent) {
    return new TraceContext(
        traceId, RandomIds.span(), tracer.decide(traceId, parent) ? RECORDED : NOT_RECORDED);
  }

  private static SpanContext remote(TraceContext trace) {
    return SpanContext.createFromRemoteParent(
        trace.traceId(),
        trace.spanId(),
        TraceFlags.fromHex(trace.flags(), 0),
        TraceState.getDefault());
  }

  private static @Nullable String state(SpanContext context) {
    TraceState state = context.getTraceState();
    return state.isEmpty()
        ? null
        : state.asMap().entrySet().stream()
            .map(entry -> entry.getKey() + "=" + entry.getValue())
            .collect(Collectors.joining(","));
  }
}
