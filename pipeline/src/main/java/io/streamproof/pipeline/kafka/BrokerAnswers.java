package io.streamproof.pipeline.kafka;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;

/** What the brokers answer to an admin client. No caller waits for an answer without a limit. */
public final class BrokerAnswers {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private BrokerAnswers() {}

  /**
   * Waits for an answer.
   *
   * @throws KafkaException if the brokers do not answer in time, or refuse, which is then its cause
   */
  public static <T extends @Nullable Object> T require(KafkaFuture<T> answer) {
    try {
      return await(answer);
    } catch (ExecutionException e) {
      throw new KafkaException("the brokers refuse", e.getCause());
    }
  }

  /**
   * Waits for an answer that may be a refusal.
   *
   * @throws ExecutionException if the brokers refuse
   * @throws KafkaException if they do not answer in time
   */
  static <T extends @Nullable Object> T await(KafkaFuture<T> answer) throws ExecutionException {
    try {
      return answer.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new KafkaException("the brokers did not answer in " + LIMIT.toSeconds() + " s", e);
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }
}
