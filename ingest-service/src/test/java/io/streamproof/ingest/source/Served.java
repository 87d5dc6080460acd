package io.streamproof.ingest.source;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.streamproof.ingest.claim.PipelineClaims;
import io.streamproof.ingest.telemetry.IngestMetric;
import io.streamproof.ingest.trace.SourceTrace;
import io.streamproof.pipeline.expression.Expression;
import io.streamproof.pipeline.expression.InvalidExpressionException;
import io.streamproof.pipeline.expression.ResultType;
import io.streamproof.pipeline.spec.Pace;
import io.streamproof.pipeline.spec.PipelineSpecification;
import io.streamproof.pipeline.spec.SourceSpecification;
import io.streamproof.telemetry.MessagingMetrics;
import io.streamproof.telemetry.Traced;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A served pipeline over a log in memory, open, with what it counts. */
public final class Served {
  static final Traced UNTRACED = Traced.off();

  public final MemoryLog log = new MemoryLog();
  public final MeterRegistry registry = new SimpleMeterRegistry();
  public final PipelineClaims claims;
  public final ServedPipeline pipeline;

  /** Of which no trace is recorded. */
  public Served(PipelineSpecification specification, int maxDataBytes) {
    claims = new PipelineClaims(specification, 10, registry);
    pipeline =
        new ServedPipeline(
            specification,
            maxDataBytes,
            log,
            claims,
            new EventCounters(registry, specification.name()),
            traces(specification));
    pipeline.gate().open();
  }

  /** The traces of its events, of which none is recorded. */
  static SourceTrace traces(PipelineSpecification specification) {
    return new SourceTrace(
        specification, UNTRACED.tracer(), new MessagingMetrics(new SimpleMeterRegistry()));
  }

  public static PipelineSpecification specification(@Nullable String key, @Nullable String time) {
    return new PipelineSpecification(
        "flights",
        3,
        Pace.DEFAULT,
        new SourceSpecification(compiled(key, ResultType.KEY), compiled(time, ResultType.TIME)),
        List.of(),
        "9f31c2aa");
  }

  /** The sum of a metric over its tags. */
  public long count(IngestMetric metric) {
    return Math.round(
        registry.find(metric.key()).meters().stream()
            .mapToDouble(meter -> meter.measure().iterator().next().getValue())
            .sum());
  }

  private static @Nullable Expression compiled(@Nullable String text, ResultType type) {
    try {
      return text == null ? null : Expression.compile(text, type);
    } catch (InvalidExpressionException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
