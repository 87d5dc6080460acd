package io.streamproof.audit.http;

import io.streamproof.audit.finding.FindingKind;
import io.streamproof.audit.finding.RecordPlace;
import io.streamproof.audit.finding.Severity;
import io.streamproof.audit.report.RecordedFinding;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Findings as calls answer them. The OpenAPI document takes its schemas' names from the types. */
final class FindingView {
  private FindingView() {}

  /** A finding of a page. */
  static Listed listed(RecordedFinding finding, Severity severity, LinksView links) {
    return new Listed(
        finding.id(),
        finding.kind(),
        severity,
        finding.stage(),
        finding.origin(),
        Place.of(finding.target().place()),
        finding.target().keyText(),
        finding.detail(),
        finding.target().traceId(),
        finding.extent().affected(),
        finding.extent().ongoing(),
        finding.target().eventTime(),
        finding.foundAt(),
        finding.resolvedAt(),
        millis(finding.extent().slowest()),
        links);
  }

  /** A finding with its evidence. */
  static Full full(RecordedFinding finding, Severity severity, LinksView links) {
    EvidenceView evidence = EvidenceView.of(finding.evidence());
    return new Full(
        finding.id(),
        finding.pipeline(),
        finding.kind(),
        severity,
        finding.stage(),
        finding.origin(),
        Place.of(finding.target().place()),
        finding.target().keyText(),
        finding.detail(),
        evidence.expected(),
        evidence.observed(),
        evidence.difference(),
        finding.target().traceId(),
        finding.extent().affected(),
        finding.extent().ongoing(),
        finding.target().eventTime(),
        finding.foundAt(),
        finding.resolvedAt(),
        millis(finding.extent().slowest()),
        links);
  }

  private static @Nullable Long millis(@Nullable Duration slowest) {
    return slowest == null ? null : slowest.toMillis();
  }

  /**
   * A finding of a page, without its pipeline, which the call names, and without its evidence.
   *
   * @param at where the observed record is
   * @param resolvedAt when it was over; null: it is not, or never will be
   * @param slowestMillis how long the slowest of late results took; null: it is about none
   */
  record Listed(
      long id,
      FindingKind kind,
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
      LinksView links) {}

  /** A {@link Listed} finding with its pipeline and its evidence, see {@link EvidenceView}. */
  record Full(
      long id,
      String pipeline,
      FindingKind kind,
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
      LinksView links) {}

  /** The position of a record in a topic. */
  record Place(String topic, int partition, long offset) {
    static @Nullable Place of(@Nullable RecordPlace place) {
      return place == null ? null : new Place(place.topic(), place.partition(), place.offset());
    }
  }
}
