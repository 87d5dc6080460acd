package io.streamproof.audit.tracing;

import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.catalogue.AuditedStage;
import io.streamproof.audit.finding.Finding.Cause;
import io.streamproof.audit.finding.Finding.Place;
import io.streamproof.audit.investigation.Log;
import io.streamproof.pipeline.record.Origin;
import io.streamproof.pipeline.record.SourceRecord;
import io.streamproof.pipeline.record.TraceContext;
import io.streamproof.pipeline.stage.Traces;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Rebuilds the trace of a finding from the topics: back from the record that it is about to the
 * client's event, forth through all that came of that, and a mark at the hop where it went wrong.
 */
final class TraceRebuilder {
  private final Log log;
  private final HopLedger ledger;
  private final Emissions emissions;

  TraceRebuilder(Log log, HopLedger ledger) {
    this.log = log;
    this.ledger = ledger;
    this.emissions = new Emissions(log, ledger);
  }

  /** The trace of a finding, as far as it can be told now. */
  RebuiltTrace rebuild(AuditedPipeline pipeline, TracedFinding finding) {
    if (finding.isAboutNoMessage()) {
      return alone(pipeline, finding);
    }
    AuditedStage stage = stage(pipeline, finding);
    SourceRecord cause = cause(stage, finding);
    if (cause != null) {
      return around(pipeline, finding, stage, cause);
    }
    SourceRecord observed = observed(finding);
    return observed == null ? alone(pipeline, finding) : unexplained(pipeline, finding, observed);
  }

  private RebuiltTrace around(
      AuditedPipeline pipeline,
      TracedFinding finding,
      @Nullable AuditedStage stage,
      SourceRecord cause) {
    MessageSpans spans = new MessageSpans(pipeline);
    List<SourceRecord> back = back(pipeline, cause);
    Set<Place> urgent = new HashSet<>();
    back.forEach(record -> urgent.add(MessageSpans.place(record)));
    MessagePath path = path(pipeline, finding, spans, urgent);
    List<RebuiltSpan> told = new ArrayList<>(path.tell(back.get(back.size() - 1)));
    String hop =
        stage == null ? spans.sendId(cause) : spans.process(stage, cause, null).trace().spanId();
    told.add(FindingSpan.of(pipeline, finding, Traces.of(cause), hop, path.time(hop)));
    return new RebuiltTrace(Traces.of(cause).traceId(), told, path.isSettled());
  }

  /** A record that follows from nothing: its trace is the one that it carries. */
  private RebuiltTrace unexplained(
      AuditedPipeline pipeline, TracedFinding finding, SourceRecord observed) {
    MessageSpans spans = new MessageSpans(pipeline);
    spans.learnForeign(observed);
    MessagePath path = path(pipeline, finding, spans, Set.of());
    List<RebuiltSpan> told = new ArrayList<>(path.tell(observed));
    TraceContext trace = Traces.of(observed);
    String hop = spans.sendId(observed);
    told.add(FindingSpan.of(pipeline, finding, trace, hop, path.time(hop)));
    return new RebuiltTrace(trace.traceId(), told, path.isSettled());
  }

  private static RebuiltTrace alone(AuditedPipeline pipeline, TracedFinding finding) {
    TraceContext trace = FindingSpan.ownTrace(pipeline, finding);
    long at = new SendTimes(finding.foundAt()).latest();
    return new RebuiltTrace(
        trace.traceId(), List.of(FindingSpan.of(pipeline, finding, trace, null, at)), true);
  }

  private MessagePath path(
      AuditedPipeline pipeline, TracedFinding finding, MessageSpans spans, Set<Place> urgent) {
    return new MessagePath(
        pipeline, emissions, ledger, spans, new SendTimes(finding.knownAt()), urgent);
  }

  /** The record and those that it follows from within its trace, as far back as they are there. */
  private List<SourceRecord> back(AuditedPipeline pipeline, SourceRecord record) {
    List<SourceRecord> back = new ArrayList<>(List.of(record));
    // No longer than the pipeline, whatever forged origins say.
    for (int hops = 0; hops < pipeline.stages().size(); hops++) {
      SourceRecord last = back.get(back.size() - 1);
      Optional<SourceRecord> before =
          before(pipeline, last)
              .filter(one -> Traces.of(one).traceId().equals(Traces.of(last).traceId()));
      if (before.isEmpty()) {
        break;
      }
      back.add(before.get());
    }
    return back;
  }

  private Optional<SourceRecord> before(AuditedPipeline pipeline, SourceRecord record) {
    Origin origin = record.origin();
    return origin == null
        ? Optional.empty()
        : pipeline
            .role(record.topic())
            .maker(origin.stage())
            .map(stage -> read(stage.sourceTopic(), origin.partition(), origin.offset()));
  }

  private @Nullable SourceRecord cause(@Nullable AuditedStage stage, TracedFinding finding) {
    Cause cause = finding.cause();
    if (stage == null) {
      return observed(finding);
    }
    return cause == null ? null : read(stage.sourceTopic(), cause.partition(), cause.offset());
  }

  private @Nullable SourceRecord observed(TracedFinding finding) {
    Place place = finding.place();
    return place == null ? null : read(place.topic(), place.partition(), place.offset());
  }

  private @Nullable SourceRecord read(String topic, int partition, long offset) {
    List<SourceRecord> records = log.read(new TopicPartition(topic, partition), offset, offset + 1);
    return records.isEmpty() ? null : records.get(0);
  }

  private static @Nullable AuditedStage stage(AuditedPipeline pipeline, TracedFinding finding) {
    return pipeline.stages().stream()
        .filter(stage -> stage.name().equals(finding.stage()))
        .findFirst()
        .orElse(null);
  }
}
