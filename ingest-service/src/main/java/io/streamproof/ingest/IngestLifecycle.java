package io.streamproof.ingest;

import io.streamproof.ingest.claim.ClaimPublisher;
import io.streamproof.ingest.kafka.BrokerWatch;
import io.streamproof.ingest.kafka.Producers;
import io.streamproof.ingest.source.Pipelines;
import java.time.Duration;
import org.springframework.context.ApplicationListener;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.stereotype.Component;

/**
 * The order in which the service stops: it takes no more events, the web server finishes its
 * requests, what is being sent is acknowledged, all that was acknowledged is claimed.
 */
@Component
final class IngestLifecycle implements SmartLifecycle, ApplicationListener<ContextClosedEvent> {
  private final Pipelines pipelines;
  private final ClaimPublisher publisher;
  private final BrokerWatch watch;
  private final Producers producers;
  private final IngestProperties properties;
  private volatile boolean running;

  IngestLifecycle(
      Pipelines pipelines,
      ClaimPublisher publisher,
      BrokerWatch watch,
      Producers producers,
      IngestProperties properties) {
    this.pipelines = pipelines;
    this.publisher = publisher;
    this.watch = watch;
    this.producers = producers;
    this.properties = properties;
  }

  @Override
  public void start() {
    publisher.start(properties.claimInterval());
    running = true;
  }

  /** Comes before anything is stopped, the web server's wait for its requests included. */
  @Override
  public void onApplicationEvent(ContextClosedEvent event) {
    pipelines.all().forEach(pipeline -> pipeline.gate().stop());
  }

  @Override
  public void stop() {
    Duration within = properties.shutdownTimeout();
    watch.close();
    producers.closeSource(within);
    try {
      publisher.close(within);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    producers.closeClaims(within);
    running = false;
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /** Starts before the web server, and so stops after it. */
  @Override
  public int getPhase() {
    return 0;
  }
}
