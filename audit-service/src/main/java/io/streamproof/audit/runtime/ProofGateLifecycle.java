package io.streamproof.audit.runtime;

import io.streamproof.audit.report.ProofGate;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/**
 * The thread that polls for all who wait for proofs. It stops before the web server does, so that a
 * shutdown waits for nobody.
 */
final class ProofGateLifecycle implements SmartLifecycle, AutoCloseable {
  private static final Duration BETWEEN_POLLS = Duration.ofMillis(200);

  private final ProofGate gate;
  private final ScheduledExecutorService executor =
      Executors.newSingleThreadScheduledExecutor(ProofGateLifecycle::thread);
  private volatile @Nullable ScheduledFuture<?> polling;

  ProofGateLifecycle(ProofGate gate) {
    this.gate = gate;
  }

  @Override
  public void start() {
    polling =
        executor.scheduleWithFixedDelay(
            gate::poll, 0, BETWEEN_POLLS.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void stop() {
    ScheduledFuture<?> stopped = polling;
    if (stopped != null) {
      stopped.cancel(false);
      polling = null;
    }
    gate.dismissAll();
  }

  @Override
  public boolean isRunning() {
    return polling != null;
  }

  @Override
  public void close() {
    executor.shutdown();
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "proof-gate");
    thread.setDaemon(true);
    return thread;
  }
}
