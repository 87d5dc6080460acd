package io.streamproof.audit.runtime;

import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.investigation.Investigator;
import io.streamproof.audit.log.TopicLogPool.BusyLogsException;
import io.streamproof.audit.reconciliation.Reconciliation;
import io.streamproof.audit.trouble.TroubleLog;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that settles, judges and investigates one pipeline, over and over. Each pipeline has
 * one, so that none waits for what goes wrong with another.
 */
final class ReconcilerThread extends RepeatingThread {
  private static final Logger LOG = LoggerFactory.getLogger(ReconcilerThread.class);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  private final Rounds rounds;
  private final Duration interval;
  private final Heartbeat heartbeat;
  private Duration pause = FIRST_PAUSE;

  /** What it does. */
  record Rounds(
      AuditedPipeline pipeline,
      Reconciliation reconciliation,
      Investigator investigator,
      TroubleLog troubles) {
    /** One round; gives whether there is more to be done at once. */
    boolean step() {
      if (!troubles.isUsable(pipeline.name())) {
        return false;
      }
      reconciliation.step();
      try {
        return investigator.step() > 0;
      } catch (BusyLogsException e) {
        LOG.debug("{} is investigated later: {}", pipeline.name(), e.getMessage());
        return false;
      }
    }
  }

  ReconcilerThread(Rounds rounds, Duration interval, Heartbeat heartbeat) {
    super("reconciler-" + rounds.pipeline().name());
    this.rounds = rounds;
    this.interval = interval;
    this.heartbeat = heartbeat;
  }

  @Override
  protected Duration once() {
    try {
      Duration next = rounds.step() ? Duration.ZERO : interval;
      heartbeat.beat();
      pause = FIRST_PAUSE;
      return next;
    } catch (RuntimeException e) {
      Duration now = pause;
      String name = rounds.pipeline().name();
      LOG.warn(
          "Reconciling {} failed and is tried again in {} s: {}",
          name,
          now.toSeconds(),
          e.toString());
      LOG.debug("Reconciling {} failed", name, e);
      pause =
          now.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? now.multipliedBy(2) : LONGEST_PAUSE;
      return now;
    }
  }
}
