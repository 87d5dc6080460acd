package io.streamproof.pipeline.trace;

import io.opentelemetry.api.trace.SpanKind;
import io.streamproof.pipeline.record.SourceRecord;
import io.streamproof.pipeline.spec.PipelineSpecification;
import io.streamproof.pipeline.stage.Traces;

/** Describes the spans in which ingest sends events to a pipeline's source topic. */
public final class SourceSpans {
  private final String pipeline;
  private final String sendName;

  public SourceSpans(PipelineSpecification pipeline) {
    this.pipeline = pipeline.name();
    this.sendName = StageSpans.SEND + " " + pipeline.sourceTopic();
  }

  /**
   * The sending of a record of the source topic. Its parent, the client's request or the client
   * itself, is not told by the record.
   *
   * @param written its offset is below 0 while it is not known yet
   */
  public MessageSpan send(SourceRecord written) {
    return new MessageSpan(
        sendName,
        SpanKind.PRODUCER,
        Traces.of(written),
        null,
        new MessageAttributes(StageSpans.SEND, pipeline).of(written).build(),
        null);
  }
}
