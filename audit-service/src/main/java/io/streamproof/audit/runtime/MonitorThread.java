package io.streamproof.audit.runtime;

import io.streamproof.audit.metrics.MonitorGauges;
import io.streamproof.audit.monitor.PipelineMonitor;
import io.streamproof.audit.trouble.TroubleLog;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that monitors one pipeline. Each pipeline has one, so that none waits for brokers that
 * do not answer about another.
 */
final class MonitorThread extends RepeatingThread {
  private final MonitoredPipeline pipeline;
  private final Duration interval;

  MonitorThread(MonitoredPipeline pipeline, Duration interval) {
    super("monitor-" + pipeline.name());
    this.pipeline = pipeline;
    this.interval = interval;
  }

  @Override
  protected Duration once() {
    pipeline.poll();
    return interval;
  }

  /** A pipeline's monitor and the gauges that show what it reports. */
  record MonitoredPipeline(
      String name, TroubleLog troubles, PipelineMonitor monitor, MonitorGauges gauges) {
    private static final Logger LOG = LoggerFactory.getLogger(MonitoredPipeline.class);

    /** Polls once; the gauges show a poll that fails, or that cannot be made, as such. */
    void poll() {
      if (!troubles.isUsable(name)) {
        gauges.failed();
        return;
      }
      try {
        gauges.polled(monitor.poll());
      } catch (RuntimeException e) {
        gauges.failed();
        LOG.warn("Monitoring {} failed and starts over: {}", name, e.toString());
        LOG.debug("Monitoring {} failed", name, e);
      }
    }
  }
}
