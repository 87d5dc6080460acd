package io.streamproof.telemetry;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import io.streamproof.pipeline.record.TraceContext;
import java.util.List;

/**
 * Obeys the flag of the ids that a span is given: whether a message is recorded was decided when
 * its trace began, and no hop decides anew. All other spans are sampled as configured.
 */
final class GivenDecision implements Sampler {
  private final GivenIds ids;
  private final Sampler otherwise;

  GivenDecision(GivenIds ids, Sampler otherwise) {
    this.ids = ids;
    this.otherwise = otherwise;
  }

  @Override
  public SamplingResult shouldSample(
      Context parent,
      String traceId,
      String name,
      SpanKind kind,
      Attributes attributes,
      List<LinkData> links) {
    TraceContext given = ids.next();
    if (given != null) {
      return given.sampled() ? SamplingResult.recordAndSample() : SamplingResult.drop();
    }
    return otherwise.shouldSample(parent, traceId, name, kind, attributes, links);
  }

  @Override
  public String getDescription() {
    return "Given," + otherwise.getDescription();
  }
}
