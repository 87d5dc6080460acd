package io.streamproof.audit.runtime;

import io.streamproof.audit.metrics.MonitorGauges;
import io.streamproof.audit.monitor.PipelineMonitor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A pipeline's monitor and the gauges that show what it reports. */
record MonitoredPipeline(PipelineMonitor monitor, MonitorGauges gauges) {
  private static final Logger LOG = LoggerFactory.getLogger(MonitoredPipeline.class);

  /** Polls once; the gauges show a poll that fails as such. */
  void poll() {
    try {
      gauges.polled(monitor.poll());
    } catch (RuntimeException e) {
      gauges.failed();
      LOG.warn("Watching failed and begins anew: {}", e.toString());
      LOG.debug("Watching failed", e);
    }
  }
}
