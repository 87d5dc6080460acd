package io.streamproof.telemetry;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingDecision;
import io.streamproof.pipeline.record.TraceContext;
import io.streamproof.pipeline.trace.Failure;
import io.streamproof.pipeline.trace.MessageSpan;
import io.streamproof.pipeline.trace.SpanKeys;
import java.util.List;

/** Starts the spans of messages, under the ids that they have in the topics. */
public final class MessageTracer {
  private final Tracer tracer;
  private final GivenIds ids;
  private final Sampler sampler;
  private final boolean exporting;

  MessageTracer(Tracer tracer, GivenIds ids, Sampler sampler, boolean exporting) {
    this.tracer = tracer;
    this.ids = ids;
    this.sampler = sampler;
    this.exporting = exporting;
  }

  /** Whether spans go anywhere; where they do not, none need be started. */
  public boolean exporting() {
    return exporting;
  }

  /** Starts a span as described, a child of the parent that its record names. */
  public Span start(MessageSpan described) {
    return start(described, context(described.parent()));
  }

  /** Starts a span as described, a child of one in this process. */
  public Span start(MessageSpan described, Context parent) {
    return start(described.trace(), builder(described, parent));
  }

  /**
   * Starts a span as described.
   *
   * @param parent that it continues; invalid: it is the first of its trace
   * @param linked what it came with; invalid: nothing
   */
  public Span start(MessageSpan described, SpanContext parent, SpanContext linked) {
    SpanBuilder builder = builder(described, context(parent));
    return start(described.trace(), linked.isValid() ? builder.addLink(linked) : builder);
  }

  /**
   * Decides whether a message's trace is to be recorded, as configured; to be asked once for each
   * message. Its spans obey the flag that says so.
   *
   * @param parent that the trace continues; invalid: it begins here
   */
  public boolean decide(String traceId, SpanContext parent) {
    return sampler
            .shouldSample(
                context(parent), traceId, "", SpanKind.PRODUCER, Attributes.empty(), List.of())
            .getDecision()
        == SamplingDecision.RECORD_AND_SAMPLE;
  }

  /** Marks a span as failed, with the event that says why. */
  public static void fail(Span span, Failure failure) {
    fail(span, failure.type(), failure.message());
    Attributes why = failure.attributes();
    span.addEvent(Failure.EVENT, why);
  }

  /** Marks a span as failed. */
  public static void fail(Span span, String type, String message) {
    span.setStatus(StatusCode.ERROR, message);
    span.setAttribute(SpanKeys.ERROR_TYPE, type);
  }

  private SpanBuilder builder(MessageSpan described, Context parent) {
    return tracer
        .spanBuilder(described.name())
        .setSpanKind(described.kind())
        .setParent(parent)
        .setAllAttributes(described.attributes());
  }

  private static Context context(SpanContext parent) {
    return parent.isValid() ? Context.root().with(Span.wrap(parent)) : Context.root();
  }

  private Span start(TraceContext given, SpanBuilder builder) {
    ids.set(given);
    try {
      return builder.startSpan();
    } finally {
      ids.clear();
    }
  }
}
