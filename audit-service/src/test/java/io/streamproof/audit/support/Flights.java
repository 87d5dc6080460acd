package io.streamproof.audit.support;

import io.streamproof.pipeline.expression.Expression;
import io.streamproof.pipeline.expression.ResultType;
import io.streamproof.pipeline.spec.Guarantee;
import io.streamproof.pipeline.spec.OperatorSpecification;
import io.streamproof.pipeline.spec.PipelineSpecification;
import io.streamproof.pipeline.spec.SourceSpecification;
import io.streamproof.pipeline.spec.StageSpecification;
import java.util.List;

/** A pipeline of two stages over two partitions; the second stage may duplicate. */
public final class Flights {
  public static final PipelineSpecification PIPELINE = named("flights");

  private Flights() {}

  /** The same pipeline under another name. */
  public static PipelineSpecification named(String name) {
    return new PipelineSpecification(
        name,
        2,
        null,
        new SourceSpecification(null, null),
        List.of(
            stage("late", PipelineSpecification.SOURCE, Guarantee.EXACTLY_ONCE),
            stage("route", "late", Guarantee.AT_LEAST_ONCE)),
        "9f31c2aa");
  }

  private static StageSpecification stage(String name, String from, Guarantee guarantee) {
    return new StageSpecification(
        name,
        from,
        name,
        new OperatorSpecification.Filter(Expression.compile("true", ResultType.BOOLEAN)),
        null,
        null,
        2,
        guarantee);
  }
}
