package io.streamproof.operator.trace;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.streamproof.pipeline.stage.OutputRecord;
import io.streamproof.pipeline.trace.Failure;
import io.streamproof.pipeline.trace.StageSpans;
import io.streamproof.telemetry.MessageTracer;

/**
 * A processing that is recorded: the current span while it lasts, so that log lines and exemplars
 * name it, and the parent of the sendings.
 */
final class RecordedProcess implements ProcessTrace {
  private final StageSpans spans;
  private final MessageTracer tracer;
  private final Span span;
  private final Context context;
  private final Scope scope;

  @SuppressWarnings("MustBeClosedChecker") // closed with the process itself
  RecordedProcess(StageSpans spans, MessageTracer tracer, Span span, Context context) {
    this.spans = spans;
    this.tracer = tracer;
    this.span = span;
    this.context = context;
    this.scope = context.makeCurrent();
  }

  @Override
  public Scope send(OutputRecord output) {
    Span send = tracer.start(spans.send(output), context);
    return send::end;
  }

  @Override
  public void fail(OutputRecord deadLetter) {
    Failure failure = Failure.of(deadLetter);
    if (failure != null) {
      MessageTracer.fail(span, failure);
    }
  }

  @Override
  public void close() {
    scope.close();
    span.end();
  }
}
