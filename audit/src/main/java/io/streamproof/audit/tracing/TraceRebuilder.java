package io.streamproof.audit.tracing;

import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.catalogue.AuditedStage;
import io.streamproof.audit.finding.RecordPlace;
import io.streamproof.audit.lineage.EmissionLocator;
import io.streamproof.audit.lineage.LineageRepository;
import io.streamproof.pipeline.record.Origin;
import io.streamproof.pipeline.record.SourceRecord;
import io.streamproof.pipeline.record.TraceContext;
import io.streamproof.pipeline.stage.Traces;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Rebuilds the trace of a finding from the topics: back from the record that it is about to the
 * client's event, forward through all that came of that, and a finding span at the hop where it
 * went wrong.
 */
final class TraceRebuilder {
  private final EmissionLocator locator;
  private final LineageRepository repository;

  TraceRebuilder(EmissionLocator locator, LineageRepository repository) {
    this.locator = locator;
    this.repository = repository;
  }

  /** The trace of a finding, as far as it is known now. */
  RebuiltTrace rebuild(AuditedPipeline pipeline, TracedFinding finding) {
    Optional<AuditedStage> stage =
        pipeline.stages().stream().filter(s -> s.name().equals(finding.stage())).findFirst();
    if (!finding.isAboutRecord() || (stage.isEmpty() && !finding.isAtSource())) {
      return alone(pipeline, finding);
    }
    Optional<SourceRecord> observed = read(pipeline, finding.place());
    Optional<SourceRecord> cause =
        stage.isEmpty() ? observed : read(pipeline, finding.causeIn(stage.get()));
    if (cause.isPresent()) {
      return around(pipeline, finding, stage, cause.get());
    }
    return observed
        .map(record -> unexplained(pipeline, finding, record))
        .orElseGet(() -> alone(pipeline, finding));
  }

  private RebuiltTrace around(
      AuditedPipeline pipeline,
      TracedFinding finding,
      Optional<AuditedStage> stage,
      SourceRecord cause) {
    MessageSpans spans = new MessageSpans(pipeline);
    List<SourceRecord> back = back(pipeline, cause);
    Set<RecordPlace> urgent = back.stream().map(RecordPlace::of).collect(Collectors.toSet());
    MessagePath path = path(pipeline, finding, spans, urgent);
    List<RebuiltSpan> described = new ArrayList<>(path.describe(back.get(back.size() - 1)));
    String hop =
        stage
            .map(s -> spans.process(s, cause, null).trace().spanId())
            .orElseGet(() -> spans.sendId(cause));
    described.add(FindingSpan.of(pipeline, finding, Traces.of(cause), hop, path.time(hop)));
    return new RebuiltTrace(Traces.of(cause).traceId(), described, path.isSettled());
  }

  /** A record that follows from nothing: its trace is the one that it carries. */
  private RebuiltTrace unexplained(
      AuditedPipeline pipeline, TracedFinding finding, SourceRecord observed) {
    MessageSpans spans = new MessageSpans(pipeline);
    spans.learnUnexplained(observed);
    MessagePath path = path(pipeline, finding, spans, Set.of());
    List<RebuiltSpan> described = new ArrayList<>(path.describe(observed));
    TraceContext trace = Traces.of(observed);
    String hop = spans.sendId(observed);
    described.add(FindingSpan.of(pipeline, finding, trace, hop, path.time(hop)));
    return new RebuiltTrace(trace.traceId(), described, path.isSettled());
  }

  private static RebuiltTrace alone(AuditedPipeline pipeline, TracedFinding finding) {
    TraceContext trace = FindingSpan.ownTrace(pipeline, finding);
    long at = new SendTimes(finding.foundAt()).latest();
    return new RebuiltTrace(
        trace.traceId(), List.of(FindingSpan.of(pipeline, finding, trace, null, at)), true);
  }

  private MessagePath path(
      AuditedPipeline pipeline,
      TracedFinding finding,
      MessageSpans spans,
      Set<RecordPlace> urgent) {
    return new MessagePath(
        pipeline, locator, repository, spans, new SendTimes(finding.knownAt()), urgent);
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
            .map(stage -> new RecordPlace(stage.sourceTopic(), origin.partition(), origin.offset()))
            .flatMap(place -> read(pipeline, place));
  }

  /** A record, unless its place was forged, is of an older pipeline, or is there no more. */
  private Optional<SourceRecord> read(AuditedPipeline pipeline, @Nullable RecordPlace place) {
    return place == null || place.partition() >= pipeline.topics().getOrDefault(place.topic(), 0)
        ? Optional.empty()
        : locator.at(place);
  }

  /**
   * The trace of a finding: the spans that no service has exported, and the one that marks it.
   *
   * @param complete whether every hop that the message reached is settled; else more will follow
   */
  record RebuiltTrace(String traceId, List<RebuiltSpan> spans, boolean complete) {
    RebuiltTrace {
      spans = List.copyOf(spans);
    }
  }
}
