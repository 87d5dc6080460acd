package io.streamproof.ingest.claim;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Publishes the claims of every pipeline at an interval, and what is left when it is closed. */
public final class ClaimPublisher {
  private static final Logger LOG = LoggerFactory.getLogger(ClaimPublisher.class);
  private static final int MAX_THREADS = 4;
  private static final long PAUSE_MILLIS = 200;

  private final ClaimLog log;
  private final List<PipelineClaims> pipelines;
  private final ScheduledExecutorService threads;

  public ClaimPublisher(ClaimLog log, List<PipelineClaims> pipelines) {
    this.log = log;
    this.pipelines = pipelines;
    this.threads =
        Executors.newScheduledThreadPool(
            Math.max(1, Math.min(MAX_THREADS, pipelines.size())),
            task -> new Thread(task, "claims"));
  }

  public void start(Duration interval) {
    for (PipelineClaims pipeline : pipelines) {
      Future<?> unused =
          threads.scheduleWithFixedDelay(
              () -> publish(pipeline),
              interval.toMillis(),
              interval.toMillis(),
              TimeUnit.MILLISECONDS);
    }
  }

  /**
   * Publishes all that is left; to be called when no further record will be acknowledged. What
   * cannot be confirmed within the time is logged and lost.
   */
  public void close(Duration within) throws InterruptedException {
    long deadlineNanos = System.nanoTime() + within.toNanos();
    threads.shutdown();
    boolean idle = threads.awaitTermination(within.toMillis(), TimeUnit.MILLISECONDS);
    for (PipelineClaims pipeline : idle ? pipelines : List.<PipelineClaims>of()) {
      publish(pipeline);
      while (pipeline.unconfirmed() > 0 && System.nanoTime() < deadlineNanos) {
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        publish(pipeline);
      }
    }
    pipelines.stream().filter(pipeline -> pipeline.unconfirmed() > 0).forEach(this::lost);
  }

  private void publish(PipelineClaims pipeline) {
    int before = pipeline.unconfirmed();
    try {
      pipeline.publish(log);
    } catch (RuntimeException e) {
      LOG.error("{}: claims could not be published; trying again", pipeline.topic(), e);
    }
    int after = pipeline.unconfirmed();
    if (before == 0 && after > 0) {
      LOG.warn("{}: {} claims are not confirmed; trying again", pipeline.topic(), after);
    } else if (before > 0 && after == 0) {
      LOG.info("{}: all claims are confirmed again", pipeline.topic());
    }
  }

  private void lost(PipelineClaims pipeline) {
    LOG.error(
        "{}: {} claims are given up; the loss of what they cover would go unnoticed",
        pipeline.topic(),
        pipeline.unconfirmed());
  }
}
