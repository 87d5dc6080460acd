package io.streamproof.audit.otlp;

import io.streamproof.audit.tracing.FindingTraces;
import io.streamproof.audit.tracing.TraceQueue;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that exports the traces of findings. While the collector, the database or the brokers
 * are away it tries again with growing pauses; nothing waits for it.
 */
final class FindingTracer extends Thread {
  private static final Logger LOG = LoggerFactory.getLogger(FindingTracer.class);
  private static final Duration LONGEST_SHUTDOWN = Duration.ofSeconds(10);

  private final FindingTraces traces;
  private final TraceQueue queue;
  private final TraceMeters meters;
  private final CountDownLatch stopped = new CountDownLatch(1);

  FindingTracer(FindingTraces traces, TraceQueue queue, TraceMeters meters) {
    super("finding-tracer");
    this.traces = traces;
    this.queue = queue;
    this.meters = meters;
    setDaemon(true);
  }

  @Override
  public void run() {
    Pauses pauses = new Pauses();
    Duration pause = Duration.ZERO;
    while (!isStopped(pause)) {
      try {
        int exported = traces.step();
        meters.exported(exported);
        meters.waiting(queue.waiting());
        pause = pauses.after(exported);
      } catch (RuntimeException e) {
        meters.failed();
        pause = pauses.afterFailure();
        LOG.warn(
            "Traces of findings are exported again in {} s: {}", pause.toSeconds(), e.toString());
        LOG.debug("Exporting traces of findings failed", e);
      }
    }
  }

  /** Lets the batch at hand end. */
  void shutDown() {
    stopped.countDown();
    try {
      join(LONGEST_SHUTDOWN.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isStopped(Duration pause) {
    try {
      return stopped.await(pause.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      return true;
    }
  }
}
