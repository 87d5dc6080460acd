package io.streamproof.audit.otlp;

import io.streamproof.audit.tracing.FindingTraces;
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
  private static final Duration INTERVAL = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
  private static final Duration LONGEST_SHUTDOWN = Duration.ofSeconds(10);

  private final FindingTraces traces;
  private final CountDownLatch stopped = new CountDownLatch(1);

  FindingTracer(FindingTraces traces) {
    super("finding-tracer");
    this.traces = traces;
    setDaemon(true);
  }

  @Override
  public void run() {
    Duration pause = Duration.ZERO;
    while (!isStopped(pause)) {
      try {
        pause = traces.step() > 0 ? Duration.ZERO : INTERVAL;
      } catch (RuntimeException e) {
        Duration longer = pause.compareTo(INTERVAL) < 0 ? INTERVAL : pause.multipliedBy(2);
        pause = longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE;
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
