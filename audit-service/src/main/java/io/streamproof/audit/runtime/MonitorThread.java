package io.streamproof.audit.runtime;

import java.time.Duration;
import java.util.List;

/** The thread that monitors the pipelines. */
final class MonitorThread extends RepeatingThread {
  private final List<MonitoredPipeline> pipelines;
  private final Duration interval;

  MonitorThread(List<MonitoredPipeline> pipelines, Duration interval) {
    super("watcher");
    this.pipelines = List.copyOf(pipelines);
    this.interval = interval;
  }

  @Override
  protected Duration once() {
    pipelines.forEach(MonitoredPipeline::poll);
    return interval;
  }
}
