package io.streamproof.audit.kafka;

import io.streamproof.audit.watch.Watch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A pipeline's watch and the gauges that show what it sees. */
record Watched(Watch watch, WatchGauges gauges) {
  private static final Logger LOG = LoggerFactory.getLogger(Watched.class);

  /** Takes a look; one that fails is shown as such, and the next begins anew. */
  void look() {
    try {
      gauges.see(watch.look());
    } catch (RuntimeException e) {
      gauges.shut();
      LOG.warn("Watching failed and begins anew: {}", e.toString());
      LOG.debug("Watching failed", e);
    }
  }
}
