package io.streamproof.audit.tracing;

import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.lineage.EmissionLocator;
import io.streamproof.audit.lineage.LineageRepository;
import io.streamproof.audit.log.TopicLogPool;
import io.streamproof.audit.tracing.TraceRebuilder.RebuiltTrace;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Sees to it that each finding has its trace, once: what was not acknowledged is exported again,
 * the same to the last byte.
 */
public final class FindingTraces {
  /** Findings at one go. */
  static final int BATCH = 50;

  /** How long a message that is still on its way is waited for. */
  static final Duration SETTLING_TIMEOUT = Duration.ofSeconds(30);

  private final List<AuditedPipeline> pipelines;
  private final TraceQueue queue;
  private final TopicLogPool logs;
  private final LineageRepository repository;
  private final SpanSink sink;
  private final Clock clock;

  public FindingTraces(
      List<AuditedPipeline> pipelines,
      TraceQueue queue,
      TopicLogPool logs,
      LineageRepository repository,
      SpanSink sink,
      Clock clock) {
    this.pipelines = List.copyOf(pipelines);
    this.queue = queue;
    this.logs = logs;
    this.repository = repository;
    this.sink = sink;
    this.clock = clock;
  }

  /**
   * Exports a batch for each pipeline; gives how many findings have their trace now.
   *
   * @throws SpanSink.NotExportedException if the collector does not take them
   */
  public int step() {
    int exported = 0;
    for (AuditedPipeline pipeline : pipelines) {
      exported += queue.export(pipeline, BATCH, findings -> export(pipeline, findings));
    }
    return exported;
  }

  private Map<Long, String> export(AuditedPipeline pipeline, List<TracedFinding> findings) {
    Map<Long, String> traces = new HashMap<>();
    List<RebuiltSpan> spans = new ArrayList<>();
    for (TracedFinding finding : findings) {
      RebuiltTrace trace =
          logs.with(
              log ->
                  new TraceRebuilder(new EmissionLocator(log, repository), repository)
                      .rebuild(pipeline, finding));
      if (trace.complete() || isOverdue(finding)) {
        traces.put(finding.id(), trace.traceId());
        spans.addAll(trace.spans());
      }
    }
    sink.export(spans.stream().distinct().toList());
    return traces;
  }

  private boolean isOverdue(TracedFinding finding) {
    return finding.foundAt().plus(SETTLING_TIMEOUT).isBefore(clock.instant());
  }
}
