package io.streamproof.telemetry;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.streamproof.pipeline.record.TraceContext;
import io.streamproof.pipeline.trace.Failure;
import io.streamproof.pipeline.trace.MessageSpan;
import io.streamproof.pipeline.trace.SpanKeys;

/** Starts the spans of messages, under the ids that they have in the topics. */
public final class MessageTracer {
  private final Tracer tracer;
  private final GivenIds ids;
  private final boolean exporting;

  MessageTracer(Tracer tracer, GivenIds ids, boolean exporting) {
    this.tracer = tracer;
    this.ids = ids;
    this.exporting = exporting;
  }

  /** Whether spans go anywhere; where they do not, none need be started. */
  public boolean exporting() {
    return exporting;
  }

  /** Starts a span as described, a child of the parent that its record names. */
  public Span start(MessageSpan described) {
    return start(described, Context.root().with(Span.wrap(described.parent())));
  }

  /** Starts a span as described, a child of one in this process. */
  public Span start(MessageSpan described, Context parent) {
    return start(
        described.trace(),
        tracer
            .spanBuilder(described.name())
            .setSpanKind(described.kind())
            .setParent(parent)
            .setAllAttributes(described.attributes()));
  }

  /**
   * Starts the sending of a message of which no more is known yet than its ids.
   *
   * @param given the ids that it is to have
   * @param parent the context that it continues; the root, for a trace of its own
   * @param linked what it came with; invalid: nothing
   */
  public Span startSending(String name, TraceContext given, Context parent, SpanContext linked) {
    SpanBuilder builder = tracer.spanBuilder(name).setSpanKind(SpanKind.PRODUCER).setParent(parent);
    return start(given, linked.isValid() ? builder.addLink(linked) : builder);
  }

  /** Marks a span as failed, with the event that says why. */
  public static void fail(Span span, Failure failure) {
    span.setStatus(StatusCode.ERROR, failure.message());
    span.setAttribute(SpanKeys.ERROR_TYPE, failure.type());
    Attributes why = failure.attributes();
    span.addEvent(Failure.EVENT, why);
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
