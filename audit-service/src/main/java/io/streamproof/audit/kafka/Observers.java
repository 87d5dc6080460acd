package io.streamproof.audit.kafka;

import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.observation.Ledger;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The threads of this instance that read topics into the ledger. */
final class Observers {
  private static final Duration LONGEST_SHUTDOWN = Duration.ofSeconds(20);

  private final List<ObserverThread> threads;

  Observers(
      int count,
      Map<String, Object> consumerProperties,
      Ledger ledger,
      List<AuditedPipeline> pipelines,
      ObservationSettings settings,
      ObservationMeters meters) {
    this.threads =
        IntStream.range(0, count)
            .mapToObj(
                number ->
                    new ObserverThread(
                        "observer-" + number,
                        () ->
                            new ObserverSession(
                                consumer(consumerProperties), ledger, pipelines, settings, meters)))
            .toList();
  }

  /** Starts them; one that dies of an error is told to {@code broken}. */
  void start(Thread.UncaughtExceptionHandler broken) {
    threads.forEach(thread -> thread.setUncaughtExceptionHandler(broken));
    threads.forEach(Thread::start);
  }

  /** Lets every thread write what it has read, and end. */
  void shutDown() {
    threads.forEach(ObserverThread::shutDown);
    long end = System.nanoTime() + LONGEST_SHUTDOWN.toNanos();
    for (ObserverThread thread : threads) {
      try {
        thread.join(Math.max(1, (end - System.nanoTime()) / 1_000_000));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static KafkaConsumer<byte[], byte[]> consumer(Map<String, Object> properties) {
    Map<String, Object> own = new HashMap<>(properties);
    own.put(
        ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
        CooperativeStickyAssignor.class.getName());
    return new KafkaConsumer<>(own, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }
}
