package io.streamproof.audit.runtime;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.LivenessState;
import org.springframework.context.ApplicationContext;
import org.springframework.context.SmartLifecycle;

/** Exports the traces of findings as long as the service runs. */
final class TracingLifecycle implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(TracingLifecycle.class);

  private final ApplicationContext context;
  private final Supplier<@Nullable FindingTracer> tracer;
  private @Nullable FindingTracer running;

  /**
   * Makes one.
   *
   * @param tracer makes the thread; null if spans have nowhere to go
   */
  TracingLifecycle(ApplicationContext context, Supplier<@Nullable FindingTracer> tracer) {
    this.context = context;
    this.tracer = tracer;
  }

  @Override
  public synchronized void start() {
    FindingTracer made = tracer.get();
    if (made == null) {
      LOG.info("No OTLP endpoint is set: findings get no traces");
      return;
    }
    made.setUncaughtExceptionHandler(this::broken);
    made.start();
    running = made;
  }

  /** A thread that died of an error is not restarted: the process has to be. */
  private void broken(Thread thread, Throwable error) {
    LOG.error("{} has died, findings get no traces any more", thread.getName(), error);
    AvailabilityChangeEvent.publish(context, LivenessState.BROKEN);
  }

  @Override
  public synchronized void stop() {
    if (running != null) {
      running.shutDown();
    }
    running = null;
  }

  @Override
  public synchronized boolean isRunning() {
    return running != null;
  }
}
