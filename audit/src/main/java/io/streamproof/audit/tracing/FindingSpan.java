package io.streamproof.audit.tracing;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.finding.Severity;
import io.streamproof.pipeline.record.TraceContext;
import io.streamproof.pipeline.stage.Traces;
import io.streamproof.pipeline.trace.MessageSpan;
import io.streamproof.pipeline.trace.SpanKeys;
import org.jspecify.annotations.Nullable;

/**
 * The span that marks where an anomaly happened, and carries the finding as an event. It is one of
 * its own, below the hop's span: that one may have been exported long ago by its service, and is
 * the same in all traces that pass through it.
 */
final class FindingSpan {
  static final AttributeKey<String> KIND = AttributeKey.stringKey("streamproof.finding.kind");
  static final AttributeKey<Long> ID = AttributeKey.longKey("streamproof.finding.id");
  static final AttributeKey<String> SEVERITY =
      AttributeKey.stringKey("streamproof.finding.severity");
  static final AttributeKey<String> REASON = AttributeKey.stringKey("streamproof.finding.reason");
  static final AttributeKey<String> PLACE = AttributeKey.stringKey("streamproof.finding.place");
  static final AttributeKey<String> FOUND_AT =
      AttributeKey.stringKey("streamproof.finding.found_at");

  /** The name of the event. */
  static final String EVENT = "streamproof.finding";

  private static final int LONGEST_REASON = 1_000;

  private FindingSpan() {}

  /**
   * The span of a finding.
   *
   * @param trace that it belongs to
   * @param parent the span of the hop; null: it is known of no message
   */
  static RebuiltSpan of(
      AuditedPipeline pipeline,
      TracedFinding finding,
      TraceContext trace,
      @Nullable String parent,
      long atMicros) {
    Severity severity = finding.kind().severity(pipeline.specification(), finding.stage());
    String reason = shortened(finding.detail());
    Attributes event =
        attributes(pipeline, finding)
            .put(SEVERITY, severity.name())
            .put(REASON, reason)
            .put(FOUND_AT, finding.foundAt().toString())
            .build();
    return new RebuiltSpan(
        new MessageSpan(
            finding.kind() + " " + finding.stage(),
            SpanKind.INTERNAL,
            trace.child(id("finding", pipeline, finding)),
            parent,
            attributes(pipeline, finding).build(),
            null),
        ServiceNames.AUDIT,
        atMicros,
        new RebuiltSpan.Event(EVENT, event),
        severity == Severity.WARNING ? null : finding.kind() + ": " + reason);
  }

  /** The trace of a finding that is about no record that anyone has seen. */
  static TraceContext ownTrace(AuditedPipeline pipeline, TracedFinding finding) {
    String id = id("finding", pipeline, finding);
    return new TraceContext(id("trace", pipeline, finding) + id, id, "00");
  }

  /** The time is part of it, since another ledger's findings have the same numbers. */
  private static String id(String what, AuditedPipeline pipeline, TracedFinding finding) {
    return Traces.processSpanId(what + "/" + finding.foundAt(), pipeline.name(), 0, finding.id());
  }

  private static AttributesBuilder attributes(AuditedPipeline pipeline, TracedFinding finding) {
    AttributesBuilder attributes =
        Attributes.builder()
            .put(SpanKeys.PIPELINE, pipeline.name())
            .put(SpanKeys.STAGE, finding.stage())
            .put(KIND, finding.kind().name())
            .put(ID, finding.id());
    if (finding.origin() != null) {
      attributes.put(SpanKeys.ORIGIN, finding.origin());
    }
    if (finding.place() != null) {
      attributes.put(PLACE, finding.place().toString());
    }
    return attributes;
  }

  private static String shortened(String reason) {
    return reason.length() <= LONGEST_REASON ? reason : reason.substring(0, LONGEST_REASON);
  }
}
