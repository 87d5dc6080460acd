package io.streamproof.operator.trace;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.streamproof.pipeline.record.HeaderNames;
import io.streamproof.pipeline.record.SourceRecord;
import io.streamproof.pipeline.record.TraceContext;
import io.streamproof.pipeline.stage.Stage;
import io.streamproof.pipeline.trace.StageSpans;
import io.streamproof.telemetry.MessageTracer;

/**
 * Traces the records whose flag says that their trace is recorded. Of all others it reads that
 * flag, and nothing else is done or allocated.
 */
public final class StageTrace {
  private final StageSpans spans;
  private final MessageTracer tracer;
  private final boolean exporting;

  public StageTrace(Stage stage, MessageTracer tracer) {
    this.spans = new StageSpans(stage.pipeline(), stage.specification());
    this.tracer = tracer;
    this.exporting = tracer.exporting();
  }

  /** Begins the processing of a record: a span, if it is to be recorded. */
  public ProcessTrace begin(SourceRecord record) {
    return exporting && TraceContext.isSampled(record.header(HeaderNames.TRACEPARENT))
        ? recorded(record)
        : NotRecorded.INSTANCE;
  }

  private ProcessTrace recorded(SourceRecord record) {
    Span span = tracer.start(spans.process(record, null));
    return new RecordedProcess(spans, tracer, span, Context.root().with(span));
  }
}
