package io.streamproof.ingest.trace;

import io.opentelemetry.api.trace.Span;
import io.streamproof.pipeline.trace.SpanKeys;
import io.streamproof.telemetry.MessageTracer;

/** A record on its way into the topic; ended once, by what became of it. */
public final class Sending {
  /** Of every record that is not recorded: it does nothing. */
  static final Sending NOT_RECORDED = new Sending(Span.getInvalid());

  private final Span span;

  Sending(Span span) {
    this.span = span;
  }

  /** It stands in the topic. */
  public void acknowledged(long offset) {
    span.setAttribute(SpanKeys.OFFSET, offset);
    span.end();
  }

  /**
   * It does not, or nobody knows.
   *
   * @param type of the failure, one of few
   */
  public void failed(String type, String why) {
    MessageTracer.fail(span, type, why);
    span.end();
  }
}
