package io.streamproof.audit.http;

import io.streamproof.audit.finding.EmissionKey;
import io.streamproof.audit.finding.RecordPlace;
import io.streamproof.audit.report.RecordedFinding;
import io.streamproof.pipeline.spec.PipelineSpecification;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Makes the links of findings: to the finding itself, its trace and its lineage. */
@Component
final class FindingLinks {
  private final AuditedPipelines pipelines;
  private final String jaegerUrl;

  /**
   * Makes links.
   *
   * @param jaegerUrl the base address of Jaeger's page; empty: there is none
   */
  FindingLinks(AuditedPipelines pipelines, @Value("${streamproof.jaeger-url:}") String jaegerUrl) {
    this.pipelines = pipelines;
    this.jaegerUrl = jaegerUrl.replaceAll("/+$", "");
  }

  LinksView of(RecordedFinding finding) {
    return new LinksView("/v1/findings/" + finding.id(), trace(finding), lineage(finding));
  }

  /** Only once the trace was exported: before, Jaeger may know nothing of it. */
  private @Nullable String trace(RecordedFinding finding) {
    return jaegerUrl.isEmpty() || !finding.traced() || finding.target().traceId() == null
        ? null
        : jaegerUrl + "/trace/" + finding.target().traceId();
  }

  /** Of the observed record if there is one, else of the source record that it should follow. */
  private @Nullable String lineage(RecordedFinding finding) {
    if (!finding.kind().isAboutRecord(finding.stage())) {
      return null;
    }
    RecordPlace place =
        finding.target().place() == null ? source(finding) : finding.target().place();
    return place == null
        ? null
        : "/v1/lineage/%s/%s/%s".formatted(place.topic(), place.partition(), place.offset());
  }

  private @Nullable RecordPlace source(RecordedFinding finding) {
    EmissionKey cause = finding.target().cause();
    if (cause == null) {
      return null;
    }
    return pipelines
        .find(finding.pipeline())
        .map(pipeline -> topic(pipeline, finding.stage()))
        .map(topic -> new RecordPlace(topic, cause.partition(), cause.offset()))
        .orElse(null);
  }

  private static @Nullable String topic(PipelineSpecification pipeline, String stage) {
    return pipeline
        .stage(stage)
        .map(pipeline::sourceTopic)
        .orElse(stage.equals(PipelineSpecification.SOURCE) ? pipeline.sourceTopic() : null);
  }
}
