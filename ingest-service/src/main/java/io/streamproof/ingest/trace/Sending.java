package io.streamproof.ingest.trace;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Scope;
import io.streamproof.pipeline.trace.SpanKeys;
import io.streamproof.telemetry.MessageTracer;
import io.streamproof.telemetry.OperationTimer;

/** A record on its way into the topic; ended once, by what became of it. */
public final class Sending {
  private final Span span;
  private final OperationTimer timer;
  private final long beginNanos = System.nanoTime();

  /** Begins one; its span is the invalid one where none is recorded, and then nothing is. */
  Sending(Span span, OperationTimer timer) {
    this.span = span;
    this.timer = timer;
  }

  /** It stands in the topic. */
  public void acknowledged(long offset) {
    span.setAttribute(SpanKeys.OFFSET, offset);
    end(() -> timer.succeeded(nanos()));
  }

  /**
   * It does not, or nobody knows.
   *
   * @param type of the failure, one of few
   */
  public void failed(String type, String why) {
    MessageTracer.fail(span, type, why);
    end(() -> timer.failed(type, nanos()));
  }

  /** The span is the current one while its duration is recorded, as whose example it may serve. */
  @SuppressWarnings("try") // the scope does its work by being open
  private void end(Runnable record) {
    if (!span.isRecording()) {
      record.run();
      return;
    }
    try (Scope unused = span.makeCurrent()) {
      record.run();
    }
    span.end();
  }

  private long nanos() {
    return System.nanoTime() - beginNanos;
  }
}
