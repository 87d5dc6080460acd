package io.streamproof.pipeline.kafka;

import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.common.KafkaException;

/** Waits for the brokers when a service starts, and sees to it that its topics are there. */
public final class TopicsAtStart {
  private static final long PAUSE_MILLIS = 1_000;

  private final Topics topics;
  private final Duration patience;
  private final Consumer<String> waiting;

  /**
   * Makes one.
   *
   * @param patience how long the brokers may stay silent
   * @param waiting told, again and again, why it still waits
   */
  public TopicsAtStart(Topics topics, Duration patience, Consumer<String> waiting) {
    this.topics = topics;
    this.patience = patience;
    this.waiting = waiting;
  }

  /**
   * Ensures topics, see {@link Topics#ensure}.
   *
   * @throws IllegalStateException if a topic is not as it must be
   * @throws KafkaException if the brokers do not answer in time
   */
  public void ensure(Map<String, Integer> partitionsByTopic) throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    while (true) {
      try {
        topics.ensure(partitionsByTopic);
        return;
      } catch (KafkaException e) {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        long left = end - System.nanoTime();
        if (left <= 0) {
          throw e;
        }
        waiting.accept(
            "the brokers do not serve yet, trying for another %d s: %s"
                .formatted(Duration.ofNanos(left).toSeconds(), explain(e)));
        Thread.sleep(PAUSE_MILLIS);
      }
    }
  }

  private static String explain(Throwable failure) {
    Throwable cause = failure.getCause();
    String message = String.valueOf(failure.getMessage());
    return cause == null ? message : message + " (" + explain(cause) + ")";
  }
}
