package io.streamproof.pipeline.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PatienceTests {
  private final List<String> said = new ArrayList<>();

  @AfterEach
  void clearsTheInterrupt() {
    Thread.interrupted();
  }

  @Test
  void triesUntilTheBrokersServe() throws InterruptedException {
    AtomicInteger attempts = new AtomicInteger();

    int answer =
        patience(Duration.ofMinutes(1))
            .await(
                () -> {
                  if (attempts.incrementAndGet() < 3) {
                    throw new KafkaException("not yet");
                  }
                  return attempts.get();
                });

    assertThat(answer).isEqualTo(3);
    assertThat(said).as("a short wait is not worth a word").isEmpty();
  }

  @Test
  void givesUpWithTheReasonOfTheLastAttempt() {
    assertThatExceptionOfType(KafkaException.class)
        .isThrownBy(
            () ->
                patience(Duration.ZERO)
                    .await(
                        () -> {
                          throw new KafkaException("no leader", new KafkaException("timed out"));
                        }))
        .withMessage("the brokers do not answer after 0 s: no leader (timed out)");
  }

  @Test
  void hasOneLimitForAllThatIsWaitedFor() {
    Patience patience = patience(Duration.ofMillis(500));
    AtomicInteger attempts = new AtomicInteger();

    assertThatExceptionOfType(KafkaException.class)
        .isThrownBy(() -> patience.await(PatienceTests::notYet));
    assertThatExceptionOfType(KafkaException.class)
        .isThrownBy(
            () ->
                patience.await(
                    () -> {
                      attempts.incrementAndGet();
                      return notYet();
                    }));

    assertThat(attempts).hasValue(1);
  }

  @Test
  void doesNotTryAgainWhatNoWaitingMends() {
    AtomicInteger attempts = new AtomicInteger();

    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                patience(Duration.ofMinutes(1))
                    .await(
                        () -> {
                          attempts.incrementAndGet();
                          throw new IllegalStateException("3 partitions instead of 4");
                        }));
    assertThat(attempts).hasValue(1);
  }

  @Test
  void stopsWhenItIsInterrupted() {
    assertThatExceptionOfType(InterruptedException.class)
        .isThrownBy(
            () ->
                patience(Duration.ZERO)
                    .await(
                        () -> {
                          Thread.currentThread().interrupt();
                          throw new KafkaException("interrupted while waiting");
                        }));
  }

  private static int notYet() {
    throw new KafkaException("not yet");
  }

  private Patience patience(Duration limit) {
    return new Patience(limit, said::add);
  }
}
