package io.streamproof.operator.host;

import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.REPLACE_THREAD;
import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.Test;

/** Which failures a fresh thread may survive. */
class FailurePolicyTests {
  private Instant now = Instant.EPOCH;
  private final FailurePolicy policy = new FailurePolicy("p-s", () -> now);

  @Test
  void replacesAThreadWhoseBrokersWereAway() {
    assertThat(policy.handle(new StreamsException(new TimeoutException("no answer"))))
        .isEqualTo(REPLACE_THREAD);
  }

  @Test
  void replacesAThreadWhoseTransactionWasFenced() {
    assertThat(policy.handle(new StreamsException(new ProducerFencedException("fenced"))))
        .isEqualTo(REPLACE_THREAD);
  }

  @Test
  void endsTheClientForWhatAnotherThreadWouldMeetAgain() {
    assertThat(policy.handle(new StreamsException(new RecordTooLargeException("large"))))
        .isEqualTo(SHUTDOWN_CLIENT);
    assertThat(policy.handle(new StreamsException(new TopicAuthorizationException("t"))))
        .isEqualTo(SHUTDOWN_CLIENT);
    assertThat(policy.handle(new IllegalStateException())).isEqualTo(SHUTDOWN_CLIENT);
    assertThat(policy.handle(new OutOfMemoryError())).isEqualTo(SHUTDOWN_CLIENT);
  }

  @Test
  void endsTheClientThatSharesItsInstanceIdWithAnother() {
    assertThat(policy.handle(new StreamsException(new FencedInstanceIdException("twice"))))
        .isEqualTo(SHUTDOWN_CLIENT);
  }

  @Test
  void replacesNoMoreThanTenThreadsInTenMinutes() {
    for (int n = 0; n < 10; n++) {
      assertThat(policy.handle(new TimeoutException())).isEqualTo(REPLACE_THREAD);
    }
    assertThat(policy.handle(new TimeoutException())).isEqualTo(SHUTDOWN_CLIENT);

    now = now.plusSeconds(601);
    assertThat(policy.handle(new TimeoutException())).isEqualTo(REPLACE_THREAD);
  }
}
