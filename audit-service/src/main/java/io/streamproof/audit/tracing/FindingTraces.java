package io.streamproof.audit.tracing;

import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.investigation.Log;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Sees to it that each finding has its trace, once: what was not acknowledged is exported again,
 * the same to the last byte.
 */
public final class FindingTraces {
  /** Findings at one go. */
  static final int BATCH = 50;

  /** How long a message that is still on its way is waited for. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Map<Short, AuditedPipeline> pipelines;
  private final TraceQueue queue;
  private final TraceRebuilder rebuilder;
  private final SpanSink sink;
  private final Duration within;
  private final Clock clock;

  /**
   * Makes one.
   *
   * @param within how long ago a finding may have been found
   */
  public FindingTraces(
      List<AuditedPipeline> pipelines,
      TraceQueue queue,
      Log log,
      HopLedger ledger,
      SpanSink sink,
      Duration within,
      Clock clock) {
    this.pipelines =
        pipelines.stream().collect(Collectors.toMap(AuditedPipeline::id, Function.identity()));
    this.queue = queue;
    this.rebuilder = new TraceRebuilder(log, ledger);
    this.sink = sink;
    this.within = within;
    this.clock = clock;
  }

  /** Exports a batch; gives how many findings have their trace now. */
  public int step() {
    queue.admit(within, BATCH);
    return queue.export(BATCH, this::export);
  }

  private Map<Long, String> export(List<TracedFinding> findings) {
    Map<Long, String> traces = new HashMap<>();
    List<RebuiltSpan> spans = new ArrayList<>();
    for (TracedFinding finding : findings) {
      RebuiltTrace trace =
          rebuilder.rebuild(Objects.requireNonNull(pipelines.get(finding.pipelineId())), finding);
      if (trace.complete() || isOverdue(finding)) {
        traces.put(finding.id(), trace.traceId());
        spans.addAll(trace.spans());
      }
    }
    sink.export(spans.stream().distinct().toList());
    return traces;
  }

  private boolean isOverdue(TracedFinding finding) {
    return finding.foundAt().plus(PATIENCE).isBefore(clock.instant());
  }
}
