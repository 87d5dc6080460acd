package io.streamproof.audit.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.flipkart.zjsonpatch.DiffFlags;
import com.flipkart.zjsonpatch.Jackson3JsonDiff;
import io.streamproof.audit.finding.Finding.Evidence;
import io.streamproof.audit.finding.FindingKind;
import io.streamproof.audit.finding.RecordPlace;
import io.streamproof.audit.finding.Severity;
import io.streamproof.audit.report.RecordedFinding;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A finding as calls answer it. One of a page has neither its pipeline, which the call names, nor
 * its evidence: these are null and left out. Where a finding with its evidence lacks some, that is
 * a JSON null.
 *
 * @param at where the observed record is
 * @param expected the expected record, with every digit as it was written
 * @param observed the observed record, likewise
 * @param difference what makes the observed record of the expected one, as a JSON Patch (RFC 6902);
 *     JSON null: one is missing, or they are too wide to compare
 * @param resolvedAt when it was over; null: it is not, or never will be
 * @param slowestMillis how long the slowest of late results took; null: it is about none
 */
record FindingView(
    long id,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String pipeline,
    FindingKind kind,
    Severity severity,
    String stage,
    @Nullable String origin,
    @Nullable RecordPlace at,
    @Nullable String key,
    String detail,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable JsonNode expected,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable JsonNode observed,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable JsonNode difference,
    @Nullable String traceId,
    long affected,
    boolean ongoing,
    @Nullable Instant eventTime,
    Instant foundAt,
    @Nullable Instant resolvedAt,
    @Nullable Long slowestMillis,
    Links links) {
  /** Evidence nests a value as deep as values go, in an object of its own. */
  private static final int MAX_DEPTH = 600;

  /** The longest array that is compared: the cost grows with the square of the length. */
  private static final int MAX_WIDTH = 2_000;

  /** Only add, remove and replace, which read like what has happened to the content. */
  private static final EnumSet<DiffFlags> PLAIN =
      EnumSet.of(
          DiffFlags.OMIT_MOVE_OPERATION,
          DiffFlags.OMIT_COPY_OPERATION,
          DiffFlags.OMIT_VALUE_ON_REMOVE);

  private static final JsonMapper EXACT =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
                  .build())
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  /** A finding of a page. */
  static FindingView listed(RecordedFinding finding, Severity severity, Links links) {
    return of(finding, severity, links, null, null, null, null);
  }

  /** A finding with its evidence. */
  static FindingView full(RecordedFinding finding, Severity severity, Links links) {
    Evidence evidence = finding.evidence();
    JsonNode expected = read(evidence.expected());
    JsonNode observed = read(evidence.observed());
    return of(
        finding,
        severity,
        links,
        finding.pipeline(),
        expected,
        observed,
        difference(expected, observed));
  }

  private static FindingView of(
      RecordedFinding finding,
      Severity severity,
      Links links,
      @Nullable String pipeline,
      @Nullable JsonNode expected,
      @Nullable JsonNode observed,
      @Nullable JsonNode difference) {
    Duration slowest = finding.extent().slowest();
    return new FindingView(
        finding.id(),
        pipeline,
        finding.kind(),
        severity,
        finding.stage(),
        finding.origin(),
        finding.target().place(),
        finding.target().keyText(),
        finding.detail(),
        expected,
        observed,
        difference,
        finding.target().traceId(),
        finding.extent().affected(),
        finding.extent().ongoing(),
        finding.target().eventTime(),
        finding.foundAt(),
        finding.resolvedAt(),
        slowest == null ? null : slowest.toMillis(),
        links);
  }

  /** A record as the ledger has it; text that is no JSON is given as it is. */
  static JsonNode read(@Nullable String json) {
    if (json == null) {
      return NullNode.getInstance();
    }
    try {
      return EXACT.readTree(json);
    } catch (JacksonException e) {
      return JsonNodeFactory.instance.stringNode(json);
    }
  }

  /** No record is expected at an offset of its own, so where it is makes no difference. */
  static JsonNode difference(JsonNode expected, JsonNode observed) {
    if (expected.isNull() || observed.isNull() || !isNarrow(expected) || !isNarrow(observed)) {
      return NullNode.getInstance();
    }
    JsonNode content = observed;
    if (observed instanceof ObjectNode object && !expected.has("offset")) {
      content = object.deepCopy().without("offset");
    }
    return Jackson3JsonDiff.asJson(expected, content, PLAIN);
  }

  private static boolean isNarrow(JsonNode node) {
    return (!node.isArray() || node.size() <= MAX_WIDTH)
        && node.values().stream().allMatch(FindingView::isNarrow);
  }

  /**
   * The links of a finding.
   *
   * @param trace in Jaeger; null: no Jaeger is configured, or nothing was exported to it yet
   * @param lineage null: there is no record that it is about
   */
  record Links(String self, @Nullable String trace, @Nullable String lineage) {}
}
