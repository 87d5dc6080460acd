package io.streamproof.pipeline.trace;

import io.opentelemetry.api.trace.SpanKind;
import io.streamproof.pipeline.record.Origin;
import io.streamproof.pipeline.record.SourceRecord;
import io.streamproof.pipeline.record.TraceContext;
import io.streamproof.pipeline.spec.PipelineSpecification;
import io.streamproof.pipeline.spec.StageSpecification;
import io.streamproof.pipeline.stage.OutputRecord;
import io.streamproof.pipeline.stage.Traces;
import org.jspecify.annotations.Nullable;

/**
 * Describes the spans of a stage: {@code process} for each source record, a child of its sending,
 * and {@code send} for each record that follows from it, a child of the processing. An aggregate's
 * emission follows from the record that triggered it.
 */
public final class StageSpans {
  static final String SEND = "send";
  private static final String PROCESS = "process";

  private final String pipeline;
  private final String stage;
  private final String group;
  private final String sourceTopic;
  private final String processName;

  public StageSpans(PipelineSpecification pipeline, StageSpecification stage) {
    this.pipeline = pipeline.name();
    this.stage = stage.name();
    this.group = pipeline.group(stage);
    this.sourceTopic = pipeline.sourceTopic(stage);
    this.processName = PROCESS + " " + sourceTopic;
  }

  /**
   * The processing of a source record.
   *
   * @param failure why it became a dead letter; null if it did not
   */
  public MessageSpan process(SourceRecord record, @Nullable Failure failure) {
    TraceContext trace = Traces.of(record);
    return new MessageSpan(
        processName,
        SpanKind.CONSUMER,
        trace.child(processSpanId(record.partition(), record.offset())),
        isTraced(record) ? trace.spanId() : null,
        new MessageAttributes(PROCESS, pipeline)
            .stage(stage)
            .group(group)
            .of(record)
            .failure(failure)
            .build(),
        failure);
  }

  /** The sending of what the stage emits; its offset is not known yet. */
  public MessageSpan send(OutputRecord output) {
    return send(output.topic(), output.trace(), output.origin(), attributes().of(output));
  }

  /** The sending of a record that stands in one of the stage's output topics. */
  public MessageSpan send(SourceRecord written) {
    return send(written.topic(), Traces.of(written), written.origin(), attributes().of(written));
  }

  private MessageSpan send(
      String topic, TraceContext trace, @Nullable Origin origin, MessageAttributes attributes) {
    return new MessageSpan(
        SEND + " " + topic,
        SpanKind.PRODUCER,
        trace,
        origin != null && origin.stage().equals(stage)
            ? processSpanId(origin.partition(), origin.offset())
            : null,
        attributes.build(),
        null);
  }

  private MessageAttributes attributes() {
    return new MessageAttributes(SEND, pipeline).stage(stage);
  }

  private String processSpanId(int partition, long offset) {
    return Traces.processSpanId(group, sourceTopic, partition, offset);
  }

  /** A trace that follows from a position has no sending to be a child of. */
  private static boolean isTraced(SourceRecord record) {
    return Traces.own(record) != null;
  }
}
