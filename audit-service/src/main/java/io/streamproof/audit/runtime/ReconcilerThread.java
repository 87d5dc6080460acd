package io.streamproof.audit.runtime;

import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.investigation.Investigator;
import io.streamproof.audit.reconciliation.Reconciliation;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread that settles, judges and investigates, pipeline by pipeline, over and over. */
final class ReconcilerThread extends RepeatingThread {
  private static final Logger LOG = LoggerFactory.getLogger(ReconcilerThread.class);
  private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);

  private final Rounds rounds;
  private final Duration interval;
  private final Heartbeat heartbeat;

  /** What it does for each pipeline. */
  record Rounds(Map<AuditedPipeline, Reconciliation> reconciliations, Investigator investigator) {
    Rounds {
      reconciliations = new LinkedHashMap<>(reconciliations);
    }

    /** One round; gives whether there is more to be done at once. */
    boolean step() {
      boolean more = false;
      for (Map.Entry<AuditedPipeline, Reconciliation> each : reconciliations.entrySet()) {
        each.getValue().step();
        more |= investigator.step(each.getKey()) > 0;
      }
      return more;
    }
  }

  ReconcilerThread(Rounds rounds, Duration interval, Heartbeat heartbeat) {
    super("reconciler");
    this.rounds = rounds;
    this.interval = interval;
    this.heartbeat = heartbeat;
  }

  @Override
  protected Duration once() {
    try {
      Duration pause = rounds.step() ? Duration.ZERO : interval;
      heartbeat.beat();
      return pause;
    } catch (RuntimeException e) {
      LOG.warn("Reconciling failed and is tried again: {}", e.toString());
      LOG.debug("Reconciling failed", e);
      return PAUSE_AFTER_FAILURE;
    }
  }
}
