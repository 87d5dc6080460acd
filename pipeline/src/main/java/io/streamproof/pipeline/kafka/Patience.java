package io.streamproof.pipeline.kafka;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.common.KafkaException;

/**
 * How long a service that starts waits for its brokers: it tries again until they serve or its
 * patience ends, and says why it waits. It is made when the service starts, and its time is one for
 * all that is then waited for.
 */
public final class Patience {
  private static final long PAUSE_MILLIS = 200;

  // Topics that were just made are not there at once; that is not worth a word.
  private static final Duration WORTH_TELLING = Duration.ofSeconds(3);

  private final Duration limit;
  private final Consumer<String> waiting;
  private final long start = System.nanoTime();

  /** What needs the brokers. */
  @FunctionalInterface
  public interface Attempt<T> {
    /**
     * Tries once.
     *
     * @throws KafkaException if the brokers do not serve yet
     */
    T make() throws InterruptedException;
  }

  /**
   * Begins to wait.
   *
   * @param limit how long the brokers may stay silent
   * @param waiting told every few seconds why it still waits
   */
  public Patience(Duration limit, Consumer<String> waiting) {
    this.limit = limit;
    this.waiting = waiting;
  }

  /**
   * Tries until it succeeds.
   *
   * @throws KafkaException if the brokers do not serve before the limit is over
   */
  public <T> T await(Attempt<T> attempt) throws InterruptedException {
    Duration told = Duration.ZERO;
    while (true) {
      try {
        return attempt.make();
      } catch (KafkaException e) {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        Duration waited = Duration.ofNanos(System.nanoTime() - start);
        if (waited.compareTo(limit) >= 0) {
          throw new KafkaException(
              "the brokers do not answer after %s s: %s".formatted(waited.toSeconds(), explain(e)),
              e);
        }
        if (waited.minus(told).compareTo(WORTH_TELLING) > 0) {
          told = waited;
          waiting.accept(
              "waiting for the brokers, %s s of %s s: %s"
                  .formatted(waited.toSeconds(), limit.toSeconds(), explain(e)));
        }
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      }
    }
  }

  private static String explain(Throwable failure) {
    Throwable cause = failure.getCause();
    String message = String.valueOf(failure.getMessage());
    return cause == null || message.equals(cause.getMessage())
        ? message
        : message + " (" + explain(cause) + ")";
  }
}
