package io.streamproof.audit.http;

import io.streamproof.audit.finding.Finding.Place;
import io.streamproof.audit.finding.Kind;
import io.streamproof.audit.finding.Severity;
import io.streamproof.audit.report.EvidencedFinding;
import io.streamproof.audit.report.FindingSummary;
import io.streamproof.pipeline.spec.StageSpecification;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Findings as calls answer them. */
@Component
final class FindingView {
  private final AuditedPipelines pipelines;
  private final Links links;

  FindingView(AuditedPipelines pipelines, Links links) {
    this.pipelines = pipelines;
    this.links = links;
  }

  Listed listed(FindingSummary finding) {
    return new Listed(
        finding.id(),
        finding.kind(),
        severity(finding),
        finding.stage(),
        finding.origin(),
        finding.place(),
        finding.key(),
        finding.detail(),
        finding.traceId(),
        finding.affected(),
        finding.ongoing(),
        finding.eventTime(),
        finding.foundAt(),
        finding.resolvedAt(),
        millis(finding.slowest()),
        links.of(finding));
  }

  Full full(EvidencedFinding evidenced) {
    FindingSummary finding = evidenced.summary();
    EvidenceView evidence = EvidenceView.of(evidenced.expected(), evidenced.observed());
    return new Full(
        finding.id(),
        finding.pipeline(),
        finding.kind(),
        severity(finding),
        finding.stage(),
        finding.origin(),
        finding.place(),
        finding.key(),
        finding.detail(),
        evidence.expected(),
        evidence.observed(),
        evidence.difference(),
        finding.traceId(),
        finding.affected(),
        finding.ongoing(),
        finding.eventTime(),
        finding.foundAt(),
        finding.resolvedAt(),
        millis(finding.slowest()),
        links.of(finding));
  }

  private static @Nullable Long millis(@Nullable Duration slowest) {
    return slowest == null ? null : slowest.toMillis();
  }

  private Severity severity(FindingSummary finding) {
    Optional<StageSpecification> stage =
        pipelines.find(finding.pipeline()).flatMap(pipeline -> pipeline.stage(finding.stage()));
    return stage
        .map(known -> finding.kind().severity(known.guarantee()))
        .orElseGet(finding.kind()::severity);
  }

  /**
   * A finding in a list.
   *
   * @param at where the observed record stands
   * @param resolvedAt when it was over; null: it is not, or never will be
   * @param slowestMillis how long the slowest of late results took; null: it is about none
   */
  record Listed(
      long id,
      Kind kind,
      Severity severity,
      String stage,
      @Nullable String origin,
      @Nullable Place at,
      @Nullable String key,
      String detail,
      @Nullable String traceId,
      long affected,
      boolean ongoing,
      @Nullable Instant eventTime,
      Instant foundAt,
      @Nullable Instant resolvedAt,
      @Nullable Long slowestMillis,
      Links.Of links) {}

  /**
   * A finding with its evidence.
   *
   * @param difference what makes the observed record of the expected one, as a JSON Patch
   */
  record Full(
      long id,
      String pipeline,
      Kind kind,
      Severity severity,
      String stage,
      @Nullable String origin,
      @Nullable Place at,
      @Nullable String key,
      String detail,
      @Nullable JsonNode expected,
      @Nullable JsonNode observed,
      @Nullable JsonNode difference,
      @Nullable String traceId,
      long affected,
      boolean ongoing,
      @Nullable Instant eventTime,
      Instant foundAt,
      @Nullable Instant resolvedAt,
      @Nullable Long slowestMillis,
      Links.Of links) {}
}
