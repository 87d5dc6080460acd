package io.streamproof.audit.kafka;

import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.pipeline.kafka.Topics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Starts the audit once its topics are there, and lets it finish what it is at when it stops. */
final class AuditLifecycle implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(AuditLifecycle.class);

  private final List<AuditedPipeline> pipelines;
  private final Topics topics;
  private final Supplier<Observers> observers;
  private final Supplier<Reconciler> reconciler;
  private @Nullable Observers runningObservers;
  private @Nullable Reconciler runningReconciler;

  AuditLifecycle(
      List<AuditedPipeline> pipelines,
      Topics topics,
      Supplier<Observers> observers,
      Supplier<Reconciler> reconciler) {
    this.pipelines = pipelines;
    this.topics = topics;
    this.observers = observers;
    this.reconciler = reconciler;
  }

  @Override
  public synchronized void start() {
    for (AuditedPipeline pipeline : pipelines) {
      Map<String, Integer> needed = new LinkedHashMap<>(pipeline.topics());
      topics.ensure(needed);
      LOG.info(
          "Auditing pipeline {}, specification {}, {} stages, {} topics",
          pipeline.name(),
          pipeline.specification().hash(),
          pipeline.stages().size(),
          needed.size());
    }
    Observers newObservers = observers.get();
    newObservers.start();
    runningObservers = newObservers;
    Reconciler newReconciler = reconciler.get();
    newReconciler.start();
    runningReconciler = newReconciler;
  }

  @Override
  public synchronized void stop() {
    Observers stoppingObservers = runningObservers;
    if (stoppingObservers != null) {
      stoppingObservers.shutDown();
    }
    Reconciler stoppingReconciler = runningReconciler;
    if (stoppingReconciler != null) {
      stoppingReconciler.shutDown();
    }
    runningObservers = null;
    runningReconciler = null;
  }

  @Override
  public synchronized boolean isRunning() {
    return runningObservers != null;
  }
}
