package io.streamproof.audit.runtime;

import io.streamproof.audit.metrics.MonitorGauges;
import io.streamproof.audit.monitor.PipelineMonitor;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread that monitors the pipelines. */
final class MonitorThread extends RepeatingThread {
  private final List<MonitoredPipeline> pipelines;
  private final Duration interval;

  MonitorThread(List<MonitoredPipeline> pipelines, Duration interval) {
    super("monitor");
    this.pipelines = List.copyOf(pipelines);
    this.interval = interval;
  }

  @Override
  protected Duration once() {
    pipelines.forEach(MonitoredPipeline::poll);
    return interval;
  }

  /** A pipeline's monitor and the gauges that show what it reports. */
  record MonitoredPipeline(PipelineMonitor monitor, MonitorGauges gauges) {
    private static final Logger LOG = LoggerFactory.getLogger(MonitoredPipeline.class);

    /** Polls once; the gauges show a poll that fails as such. */
    void poll() {
      try {
        gauges.polled(monitor.poll());
      } catch (RuntimeException e) {
        gauges.failed();
        LOG.warn("Monitoring failed and starts over: {}", e.toString());
        LOG.debug("Monitoring failed", e);
      }
    }
  }
}
