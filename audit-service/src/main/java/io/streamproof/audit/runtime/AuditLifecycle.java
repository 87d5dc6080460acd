package io.streamproof.audit.runtime;

import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.trouble.TopicCheck;
import io.streamproof.pipeline.kafka.Topics;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.LivenessState;
import org.springframework.context.ApplicationContext;
import org.springframework.context.SmartLifecycle;

/** Starts the audit once its topics are there, and lets it finish what it is at when it stops. */
final class AuditLifecycle implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(AuditLifecycle.class);

  /** How long one pipeline's topics may hold up all others at the start. */
  private static final Duration REST_PATIENCE = Duration.ofSeconds(15);

  private final ApplicationContext context;
  private final List<AuditedPipeline> pipelines;
  private final Topics topics;
  private final TopicCheck topicCheck;
  private final Duration startPatience;
  private final Supplier<Observers> observers;
  private final Supplier<List<RepeatingThread>> threads;
  private @Nullable Observers runningObservers;
  private List<RepeatingThread> runningThreads = List.of();

  AuditLifecycle(
      ApplicationContext context,
      List<AuditedPipeline> pipelines,
      Topics topics,
      TopicCheck topicCheck,
      Duration startPatience,
      Supplier<Observers> observers,
      Supplier<List<RepeatingThread>> threads) {
    this.context = context;
    this.pipelines = pipelines;
    this.topics = topics;
    this.topicCheck = topicCheck;
    this.startPatience = startPatience;
    this.observers = observers;
    this.threads = threads;
  }

  @Override
  public synchronized void start() {
    checkTopics();
    for (AuditedPipeline pipeline : pipelines) {
      LOG.info(
          "Auditing pipeline {}, specification {}, {} stages, {} topics",
          pipeline.name(),
          pipeline.specification().hash(),
          pipeline.stages().size(),
          pipeline.topics().size());
    }
    Observers newObservers = observers.get();
    newObservers.start(this::broken);
    runningObservers = newObservers;
    List<RepeatingThread> newThreads = threads.get();
    newThreads.forEach(thread -> thread.setUncaughtExceptionHandler(this::broken));
    newThreads.forEach(Thread::start);
    runningThreads = newThreads;
  }

  /** A thread that died of an error is not restarted: the process has to be. */
  private void broken(Thread thread, Throwable error) {
    LOG.error("{} has died, the audit stands still", thread.getName(), error);
    AvailabilityChangeEvent.publish(context, LivenessState.BROKEN);
  }

  private void checkTopics() {
    try {
      topicCheck.begin(topics::survey, startPatience, REST_PATIENCE);
    } catch (KafkaException e) {
      throw new CannotStartException(
          String.valueOf(e.getMessage()),
          "See that they run, that SPRING_KAFKA_BOOTSTRAP_SERVERS names them and that the other"
              + " SPRING_KAFKA_* let the service in, or allow more time with"
              + " streamproof.audit.start-patience.",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while starting", e);
    }
  }

  @Override
  public synchronized void stop() {
    Observers stoppingObservers = runningObservers;
    if (stoppingObservers != null) {
      stoppingObservers.shutDown();
    }
    runningThreads.forEach(RepeatingThread::shutDown);
    runningObservers = null;
    runningThreads = List.of();
  }

  @Override
  public synchronized boolean isRunning() {
    return runningObservers != null;
  }
}
