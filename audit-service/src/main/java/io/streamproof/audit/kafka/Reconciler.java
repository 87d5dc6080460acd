package io.streamproof.audit.kafka;

import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.investigation.Detective;
import io.streamproof.audit.reconciliation.Reconciliation;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread that settles, judges and investigates, pipeline by pipeline, over and over. */
final class Reconciler extends Thread {
  private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);
  private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);
  private static final Duration LONGEST_SHUTDOWN = Duration.ofSeconds(10);

  private final Map<AuditedPipeline, Reconciliation> reconciliations;
  private final Detective detective;
  private final Duration interval;
  private final Heartbeat heartbeat;
  private final CountDownLatch stopped = new CountDownLatch(1);

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
  public void run() {
    Duration pause = Duration.ZERO;
    while (!isStopped(pause)) {
      try {
        pause = step() ? Duration.ZERO : interval;
        heartbeat.beat();
      } catch (RuntimeException e) {
        LOG.warn("Reconciling failed and is tried again: {}", e.toString());
        LOG.debug("Reconciling failed", e);
        pause = PAUSE_AFTER_FAILURE;
      }
    }
  }

  /** Lets the step at hand end. */
  void shutDown() {
    stopped.countDown();
    try {
      join(LONGEST_SHUTDOWN.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
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

  private boolean isStopped(Duration pause) {
    try {
      return stopped.await(pause.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      return true;
    }
  }
}
