package io.streamproof.audit.http;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.streamproof.audit.AuditProperties;
import io.streamproof.audit.report.Bookkeeper;
import io.streamproof.audit.report.Proof;
import io.streamproof.pipeline.spec.PipelineSpecification;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.async.DeferredResult;

/**
 * Lets callers wait for a proof. Those who wait hold neither a thread nor a connection to the
 * database: one thread looks for all of them, once per pipeline. It stops before the web server
 * does, so that a shutdown waits for nobody.
 */
@Component
final class ProofGate implements SmartLifecycle, AutoCloseable {
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

  /** By so much may a look at the ledger be late before a caller is told that it failed. */
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final Bookkeeper bookkeeper;
  private final Semaphore places;
  private final Set<Waiter> waiting = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService executor =
      Executors.newSingleThreadScheduledExecutor(ProofGate::thread);
  private volatile @Nullable ScheduledFuture<?> looking;

  @Autowired
  ProofGate(Bookkeeper bookkeeper, AuditProperties properties, MeterRegistry meters) {
    this(bookkeeper, properties.audit().waits());
    Gauge.builder("streamproof.proof.waiting", waiting, Set::size)
        .description("Callers that wait for a proof")
        .register(meters);
  }

  ProofGate(Bookkeeper bookkeeper, int mostWaiting) {
    this.bookkeeper = bookkeeper;
    this.places = new Semaphore(mostWaiting);
  }

  /**
   * Answers at once if there is nothing to wait for.
   *
   * @param through the time to which the proof is to reach; null: any will do
   * @param longest how long to wait for that
   */
  DeferredResult<ProofAnswer> pass(
      PipelineSpecification pipeline, @Nullable Instant through, Duration longest) {
    Proof proof = proof(pipeline);
    if (through == null || longest.isZero() || proof.reaches(through)) {
      DeferredResult<ProofAnswer> answered = new DeferredResult<>();
      answered.setResult(ProofAnswer.of(proof, through));
      return answered;
    }
    if (!places.tryAcquire()) {
      throw new BusyException("too many callers are waiting for proofs");
    }
    Waiter waiter = new Waiter(pipeline, through, proof, longest);
    waiter.answer.onCompletion(() -> leave(waiter));
    waiting.add(waiter);
    return waiter.answer;
  }

  private void leave(Waiter waiter) {
    if (waiting.remove(waiter)) {
      places.release();
    }
  }

  /** Looks once for all who wait. */
  void look() {
    waiting.stream().map(waiter -> waiter.pipeline).distinct().forEach(this::look);
  }

  private void look(PipelineSpecification pipeline) {
    List<Waiter> interested = waiting.stream().filter(w -> w.pipeline.equals(pipeline)).toList();
    try {
      Proof proof = proof(pipeline);
      interested.forEach(waiter -> waiter.see(proof));
    } catch (RuntimeException e) {
      interested.forEach(waiter -> waiter.answer.setErrorResult(e));
    }
  }

  private Proof proof(PipelineSpecification pipeline) {
    return Proof.of(pipeline, bookkeeper.open(pipeline));
  }

  @Override
  public void start() {
    looking =
        executor.scheduleWithFixedDelay(
            this::look, 0, BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void stop() {
    ScheduledFuture<?> stopped = looking;
    if (stopped != null) {
      stopped.cancel(false);
      looking = null;
    }
    waiting.forEach(Waiter::sendAway);
  }

  @Override
  public boolean isRunning() {
    return looking != null;
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

  /** A caller that waits, with the newest proof there was for it. */
  private static final class Waiter {
    private final PipelineSpecification pipeline;
    private final Instant through;
    private final long deadlineNanos;
    private final DeferredResult<ProofAnswer> answer;
    private volatile Proof newest;

    Waiter(PipelineSpecification pipeline, Instant through, Proof newest, Duration longest) {
      this.pipeline = pipeline;
      this.through = through;
      this.newest = newest;
      this.deadlineNanos = System.nanoTime() + longest.toNanos();
      this.answer = new DeferredResult<>(longest.plus(PATIENCE).toMillis());
    }

    void see(Proof proof) {
      newest = proof;
      if (proof.reaches(through) || System.nanoTime() - deadlineNanos >= 0) {
        sendAway();
      }
    }

    void sendAway() {
      answer.setResult(ProofAnswer.of(newest, through));
    }
  }
}
