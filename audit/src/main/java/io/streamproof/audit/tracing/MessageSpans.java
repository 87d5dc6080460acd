package io.streamproof.audit.tracing;

import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.catalogue.AuditedStage;
import io.streamproof.audit.catalogue.TopicRole;
import io.streamproof.audit.finding.RecordPlace;
import io.streamproof.pipeline.record.Origin;
import io.streamproof.pipeline.record.SourceRecord;
import io.streamproof.pipeline.record.TraceContext;
import io.streamproof.pipeline.stage.Traces;
import io.streamproof.pipeline.trace.Failure;
import io.streamproof.pipeline.trace.MessageSpan;
import io.streamproof.pipeline.trace.SourceSpans;
import io.streamproof.pipeline.trace.StageSpans;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Describes the spans of records in a pipeline's topics. Two duplicates of a record carry the same
 * span id; the first keeps it, each other one gets an id that follows from where it stands, so that
 * the trace forks where the duplicates come from.
 */
final class MessageSpans {
  private final AuditedPipeline pipeline;
  private final Map<RecordPlace, String> ownIds = new HashMap<>();
  private final Set<RecordPlace> unexplained = new HashSet<>();

  MessageSpans(AuditedPipeline pipeline) {
    this.pipeline = pipeline;
  }

  /** Learns of all that follows from a source record at a stage, in order of place. */
  void learn(List<SourceRecord> emissions) {
    Set<String> seen = new HashSet<>();
    for (SourceRecord emission : emissions) {
      Origin origin = emission.origin();
      if (origin != null && !seen.add(origin.id())) {
        learnDuplicate(emission);
      }
    }
  }

  /** Learns of a record that nobody's work explains, whatever its headers say. */
  void learnUnexplained(SourceRecord record) {
    learnDuplicate(record);
    unexplained.add(RecordPlace.of(record));
  }

  private void learnDuplicate(SourceRecord record) {
    ownIds.put(
        RecordPlace.of(record),
        Traces.processSpanId("copy", record.topic(), record.partition(), record.offset()));
  }

  /** The id of the span in which a record was sent. */
  String sendId(SourceRecord record) {
    return ownIds.getOrDefault(RecordPlace.of(record), Traces.of(record).spanId());
  }

  /** The sending of a record; one that nobody's work explains is a child of the span it names. */
  MessageSpan send(SourceRecord record) {
    TopicRole role = pipeline.role(record.topic());
    if (role.isSource()) {
      return new SourceSpans(pipeline.specification()).send(record);
    }
    MessageSpan span = spans(maker(role, record)).send(record);
    String own = ownIds.get(RecordPlace.of(record));
    if (own == null) {
      return span;
    }
    return with(
        span,
        own,
        unexplained.contains(RecordPlace.of(record)) ? named(record) : span.parentSpanId());
  }

  /** Whose work the sending of a record is, or whose it should be. */
  String sender(SourceRecord record) {
    TopicRole role = pipeline.role(record.topic());
    return role.isSource() ? ServiceNames.INGEST : ServiceNames.operator(maker(role, record));
  }

  /** The processing of a record at a stage. */
  MessageSpan process(AuditedStage stage, SourceRecord record, @Nullable Failure failure) {
    MessageSpan span = spans(stage).process(record, failure);
    String own = ownIds.get(RecordPlace.of(record));
    return own == null ? span : with(span, span.trace().spanId(), own);
  }

  private static @Nullable String named(SourceRecord record) {
    TraceContext trace = Traces.own(record);
    return trace == null ? null : trace.spanId();
  }

  private static AuditedStage maker(TopicRole role, SourceRecord record) {
    Origin origin = record.origin();
    return Optional.ofNullable(origin)
        .flatMap(known -> role.maker(known.stage()))
        .orElseGet(role::firstMaker);
  }

  private StageSpans spans(AuditedStage stage) {
    return new StageSpans(pipeline.specification(), stage.specification());
  }

  private static MessageSpan with(MessageSpan span, String spanId, @Nullable String parent) {
    return new MessageSpan(
        span.name(),
        span.kind(),
        span.trace().child(spanId),
        parent,
        span.attributes(),
        span.failure());
  }
}
