package io.streamproof.operator.host;

import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.REPLACE_THREAD;
import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
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
  private final List<UnusableException> explained = new ArrayList<>();
  private final FailurePolicy policy =
      new FailurePolicy(new OffsetAdvice("p-s", "kafka:9092", null), () -> now, explained::add);

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
  void explainsAPositionThatIsLost() {
    TopicPartition source = new TopicPartition("p.source", 1);
    Throwable failure =
        new StreamsException("no policy", new OffsetOutOfRangeException(Map.of(source, 7L)));

    assertThat(policy.handle(failure)).isEqualTo(SHUTDOWN_CLIENT);
    assertThat(explained)
        .singleElement()
        .satisfies(why -> assertThat(why).hasMessageContaining("p.source-1 at 7"));
  }

  @Test
  void explainsABatchThatCannotBeDecoded() {
    Throwable failure =
        new KafkaException(
            "Received exception when fetching the next record from p.source-0. If needed, please"
                + " seek past the record to continue consumption.",
            new KafkaException(
                "Record batch for partition p.source-0 at offset 12 is invalid, cause: Record is"
                    + " corrupt"));

    assertThat(policy.handle(failure)).isEqualTo(SHUTDOWN_CLIENT);
    assertThat(explained)
        .singleElement()
        .satisfies(
            why ->
                assertThat(why)
                    .hasMessage("p.source-0 cannot be read at offset 12: Record is corrupt."));
  }

  @Test
  void explainsNothingElse() {
    policy.handle(new StreamsException(new TimeoutException("no answer")));
    policy.handle(new StreamsException(new RecordTooLargeException("large")));
    assertThat(explained).isEmpty();
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
