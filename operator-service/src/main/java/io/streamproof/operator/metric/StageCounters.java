package io.streamproof.operator.metric;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.streamproof.pipeline.spec.PipelineSpecification;
import io.streamproof.pipeline.spec.StageSpecification;
import io.streamproof.pipeline.stage.OutputRecord;
import io.streamproof.pipeline.stage.Stage;
import io.streamproof.pipeline.trace.Failure;
import io.streamproof.telemetry.MessagingMetrics;
import io.streamproof.telemetry.OperationTimer;
import java.util.List;

/**
 * Counts what a stage does with each record, so that {@link StageMetric}'s equation holds, and
 * times it. The same counts go by the names of OpenTelemetry's conventions, too.
 */
public final class StageCounters {
  private final Counter consumed;
  private final Counter emittedFrom;
  private final Counter discarded;
  private final Counter deadLettered;
  private final Counter emitted;
  private final Counter sent;
  private final Counter sentDeadLetters;
  private final OperationTimer processing;

  public StageCounters(Stage stage, MeterRegistry registry) {
    consumed = counter(StageMetric.CONSUMED, stage, registry);
    emittedFrom = counter(StageMetric.EMITTED_FROM, stage, registry);
    discarded = counter(StageMetric.DISCARDED, stage, registry);
    deadLettered = counter(StageMetric.DEAD_LETTERED, stage, registry);
    emitted = counter(StageMetric.EMITTED, stage, registry);
    PipelineSpecification pipeline = stage.pipeline();
    StageSpecification specification = stage.specification();
    String source = pipeline.sourceTopic(specification);
    String group = pipeline.group(specification);
    MessagingMetrics messages = new MessagingMetrics(registry);
    processing = messages.processing(source, group);
    messages.consumed(source, group, consumed);
    sent = messages.sent(pipeline.outputTopic(specification));
    sentDeadLetters = messages.sent(pipeline.deadLetterTopic(specification));
  }

  /** Counts one source record by what came of it, and how long that took. */
  public void count(List<OutputRecord> outputs, long nanos) {
    consumed.increment();
    Failure failure = outputs.isEmpty() ? null : Failure.of(outputs.get(0));
    if (failure == null) {
      processing.succeeded(nanos);
    } else {
      processing.failed(failure.type(), nanos);
    }
    if (outputs.isEmpty()) {
      discarded.increment();
    } else if (outputs.get(0).deadLetter()) {
      deadLettered.increment();
      sentDeadLetters.increment();
    } else {
      emittedFrom.increment();
      emitted.increment(outputs.size());
      sent.increment(outputs.size());
    }
  }

  private static Counter counter(StageMetric metric, Stage stage, MeterRegistry registry) {
    return Counter.builder(metric.meter())
        .description(metric.description())
        .tag("pipeline", stage.pipeline().name())
        .tag("stage", stage.name())
        .register(registry);
  }
}
