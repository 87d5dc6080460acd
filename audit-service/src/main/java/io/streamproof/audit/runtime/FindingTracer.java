package io.streamproof.audit.runtime;

import io.streamproof.audit.metrics.TraceMeters;
import io.streamproof.audit.tracing.FindingTraces;
import io.streamproof.audit.tracing.TraceQueue;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that exports the traces of findings. While the collector, the database or the brokers
 * are away it tries again with growing pauses; nothing waits for it.
 */
final class FindingTracer extends RepeatingThread {
  private static final Logger LOG = LoggerFactory.getLogger(FindingTracer.class);

  private final FindingTraces traces;
  private final TraceQueue queue;
  private final TraceMeters meters;
  private final RetryPauses pauses = new RetryPauses();

  FindingTracer(FindingTraces traces, TraceQueue queue, TraceMeters meters) {
    super("finding-tracer");
    this.traces = traces;
    this.queue = queue;
    this.meters = meters;
    setDaemon(true);
  }

  @Override
  protected Duration once() {
    try {
      int exported = traces.step();
      meters.exported(exported);
      meters.waiting(queue.waiting());
      return pauses.after(exported);
    } catch (RuntimeException e) {
      meters.failed();
      Duration pause = pauses.afterFailure();
      LOG.warn(
          "Traces of findings are exported again in {} s: {}", pause.toSeconds(), e.toString());
      LOG.debug("Exporting traces of findings failed", e);
      return pause;
    }
  }
}
