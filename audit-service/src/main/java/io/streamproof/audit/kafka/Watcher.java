package io.streamproof.audit.kafka;

import io.streamproof.audit.RepeatingThread;
import java.time.Duration;
import java.util.List;

/** The thread that watches the pipelines. */
final class Watcher extends RepeatingThread {
  private final List<Watched> pipelines;
  private final Duration interval;

  Watcher(List<Watched> pipelines, Duration interval) {
    super("watcher");
    this.pipelines = List.copyOf(pipelines);
    this.interval = interval;
  }

  @Override
  protected Duration once() {
    pipelines.forEach(Watched::look);
    return interval;
  }
}
