package io.streamproof.operator.metric;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.streamproof.pipeline.stage.OutputRecord;
import io.streamproof.pipeline.stage.Stage;
import java.util.List;

/** Counts what a stage does with each record, so that {@link StageMetric}'s equation holds. */
public final class StageCounters {
  private final Counter consumed;
  private final Counter emittedFrom;
  private final Counter discarded;
  private final Counter deadLettered;
  private final Counter emitted;

  public StageCounters(Stage stage, MeterRegistry registry) {
    consumed = counter(StageMetric.CONSUMED, stage, registry);
    emittedFrom = counter(StageMetric.EMITTED_FROM, stage, registry);
    discarded = counter(StageMetric.DISCARDED, stage, registry);
    deadLettered = counter(StageMetric.DEAD_LETTERED, stage, registry);
    emitted = counter(StageMetric.EMITTED, stage, registry);
  }

  /** Counts one source record by what came of it. */
  public void count(List<OutputRecord> outputs) {
    consumed.increment();
    if (outputs.isEmpty()) {
      discarded.increment();
    } else if (outputs.get(0).deadLetter()) {
      deadLettered.increment();
    } else {
      emittedFrom.increment();
      emitted.increment(outputs.size());
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
