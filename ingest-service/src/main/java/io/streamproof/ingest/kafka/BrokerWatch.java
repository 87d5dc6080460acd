package io.streamproof.ingest.kafka;

import io.streamproof.ingest.source.Gate;
import io.streamproof.ingest.source.Pipelines;
import io.streamproof.ingest.source.ServedPipeline;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after the brokers at an interval, and shuts the gate of a pipeline while they do not answer
 * for its topics: so that clients hear so at once, and not after the delivery's time-out.
 */
public final class BrokerWatch {
  private static final Logger LOG = LoggerFactory.getLogger(BrokerWatch.class);

  private final Leaders leaders;
  private final Pipelines pipelines;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "broker-watch"));

  public BrokerWatch(Admin admin, Pipelines pipelines, Duration timeout) {
    this.leaders = new Leaders(admin, timeout);
    this.pipelines = pipelines;
  }

  public void start(Duration interval) {
    Future<?> unused =
        thread.scheduleWithFixedDelay(
            this::lookAtAll, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
  }

  public void close() {
    thread.shutdownNow();
  }

  private void lookAtAll() {
    try {
      for (ServedPipeline pipeline : pipelines.all()) {
        look(pipeline);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      // An exception would end the schedule, and with it the watch.
      LOG.error("cannot look after the brokers", e);
    }
  }

  private void look(ServedPipeline pipeline) throws InterruptedException {
    String name = pipeline.specification().name();
    Gate gate = pipeline.gate();
    boolean wasOpen = gate.reason() == null;
    try {
      leaders.check(pipeline.specification());
      gate.open();
      if (!wasOpen && gate.reason() == null) {
        LOG.info("{} takes events again", name);
      }
    } catch (KafkaException e) {
      gate.shut(String.valueOf(e.getMessage()));
      if (wasOpen && !gate.isStopping()) {
        LOG.warn("{} takes no events: {}", name, gate.reason());
      }
    }
  }
}
