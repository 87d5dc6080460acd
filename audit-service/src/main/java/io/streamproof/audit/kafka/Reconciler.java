package io.streamproof.audit.kafka;

import io.streamproof.audit.RepeatingThread;
import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.investigation.Detective;
import io.streamproof.audit.reconciliation.Reconciliation;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread that settles, judges and investigates, pipeline by pipeline, over and over. */
final class Reconciler extends RepeatingThread {
  private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);
  private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);

  private final Map<AuditedPipeline, Reconciliation> reconciliations;
  private final Detective detective;
  private final Duration interval;
  private final Heartbeat heartbeat;

  Reconciler(
      Map<AuditedPipeline, Reconciliation> reconciliations,
      Detective detective,
      Duration interval,
      Heartbeat heartbeat) {
    super("reconciler");
    this.reconciliations = new LinkedHashMap<>(reconciliations);
    this.detective = detective;
    this.interval = interval;
    this.heartbeat = heartbeat;
  }

  @Override
  protected Duration once() {
    try {
      Duration pause = step() ? Duration.ZERO : interval;
      heartbeat.beat();
      return pause;
    } catch (RuntimeException e) {
      LOG.warn("Reconciling failed and is tried again: {}", e.toString());
      LOG.debug("Reconciling failed", e);
      return PAUSE_AFTER_FAILURE;
    }
  }

  /** One round; gives whether there is more to be done at once. */
  private boolean step() {
    boolean more = false;
    for (Map.Entry<AuditedPipeline, Reconciliation> entry : reconciliations.entrySet()) {
      entry.getValue().step();
      more |= detective.step(entry.getKey()) > 0;
    }
    return more;
  }
}
