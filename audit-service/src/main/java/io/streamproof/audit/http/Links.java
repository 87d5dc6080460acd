package io.streamproof.audit.http;

import io.streamproof.audit.finding.Finding.Cause;
import io.streamproof.audit.finding.Finding.Place;
import io.streamproof.audit.report.FindingSummary;
import io.streamproof.pipeline.spec.PipelineSpecification;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Where to read on about a finding. */
@Component
final class Links {
  private final AuditedPipelines pipelines;
  private final String jaegerUrl;

  /**
   * Makes links.
   *
   * @param jaegerUrl the base address of Jaeger's page; empty: there is none
   */
  Links(AuditedPipelines pipelines, @Value("${streamproof.jaeger-url:}") String jaegerUrl) {
    this.pipelines = pipelines;
    this.jaegerUrl = jaegerUrl.replaceAll("/+$", "");
  }

  Of of(FindingSummary finding) {
    return new Of("/v1/findings/" + finding.id(), trace(finding), lineage(finding));
  }

  /** Only once the trace was exported: before, Jaeger may know nothing of it. */
  private @Nullable String trace(FindingSummary finding) {
    return jaegerUrl.isEmpty() || !finding.traced() || finding.traceId() == null
        ? null
        : jaegerUrl + "/trace/" + finding.traceId();
  }

  /** Of the observed record if there is one, else of the source record that it should follow. */
  private @Nullable String lineage(FindingSummary finding) {
    if (!finding.kind().isAboutRecord(finding.stage())) {
      return null;
    }
    Place place = finding.place() == null ? source(finding) : finding.place();
    return place == null
        ? null
        : "/v1/lineage/%s/%d/%d".formatted(place.topic(), place.partition(), place.offset());
  }

  private @Nullable Place source(FindingSummary finding) {
    Cause cause = finding.cause();
    if (cause == null) {
      return null;
    }
    return pipelines
        .find(finding.pipeline())
        .map(pipeline -> topic(pipeline, finding.stage()))
        .map(topic -> new Place(topic, cause.partition(), cause.offset()))
        .orElse(null);
  }

  private static @Nullable String topic(PipelineSpecification pipeline, String stage) {
    return pipeline
        .stage(stage)
        .map(pipeline::sourceTopic)
        .orElse(stage.equals(PipelineSpecification.SOURCE) ? pipeline.sourceTopic() : null);
  }

  /**
   * The links of a finding.
   *
   * @param trace in Jaeger; null: no Jaeger is configured, or nothing was exported to it yet
   * @param lineage null: there is no record that it is about
   */
  record Of(String self, @Nullable String trace, @Nullable String lineage) {}
}
