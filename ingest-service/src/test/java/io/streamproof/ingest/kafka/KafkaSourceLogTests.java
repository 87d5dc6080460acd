package io.streamproof.ingest.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.SpanContext;
import io.streamproof.ingest.event.Rejection;
import io.streamproof.ingest.source.Delivery;
import io.streamproof.ingest.source.NewRecord;
import io.streamproof.ingest.trace.MessageTrace;
import io.streamproof.pipeline.record.TraceContext;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.BufferExhaustedException;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.NotEnoughReplicasAfterAppendException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** What each answer of a producer means; the producer is Kafka's own one without brokers. */
class KafkaSourceLogTests {
  private static final MessageTrace TRACE =
      new MessageTrace(
          new TraceContext("1".repeat(32), "2".repeat(16), "00"),
          SpanContext.getInvalid(),
          SpanContext.getInvalid(),
          null);

  private final MockProducer<byte[], byte[]> producer =
      new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());
  private final KafkaSourceLog log = new KafkaSourceLog(producer);
  private final List<String> outcomes = new ArrayList<>();

  private final Delivery delivery =
      new Delivery() {
        @Override
        public void acknowledged(long offset) {
          outcomes.add("acknowledged " + offset);
        }

        @Override
        public void refused(Rejection why) {
          outcomes.add("refused " + why.reason() + " " + why.detail());
        }

        @Override
        public void uncertain(String why) {
          outcomes.add("uncertain " + why);
        }
      };

  @Test
  void tellsTheOffsetOfAnAcknowledgedRecord() {
    append();
    producer.completeNext();
    assertThat(outcomes).containsExactly("acknowledged 0");
  }

  @Test
  void callsUncertainWhatFailsBehindTheProducersBuffer() throws Exception {
    failOnTheProducersThread(new TimeoutException("expired"));
    failOnTheProducersThread(new NotEnoughReplicasAfterAppendException("appended"));
    assertThat(outcomes)
        .containsExactly(
            "uncertain the brokers did not acknowledge it in time",
            "uncertain the brokers failed: NotEnoughReplicasAfterAppendException");
  }

  @Test
  void callsRefusedWhatNeverEnteredTheProducersBuffer() {
    append();
    producer.errorNext(new BufferExhaustedException("full"));
    append();
    producer.errorNext(new TimeoutException("no metadata"));
    producer.close();
    append();
    assertThat(outcomes)
        .containsExactly(
            "refused UNAVAILABLE the send buffer is full",
            "refused UNAVAILABLE the brokers cannot be reached",
            "refused UNAVAILABLE the brokers refuse: IllegalStateException");
  }

  @Test
  void callsRefusedWhatTheBrokersSayTheyDidNotWrite() throws Exception {
    failOnTheProducersThread(new RecordTooLargeException());
    failOnTheProducersThread(new InvalidTimestampException("in 2100"));
    failOnTheProducersThread(new InvalidRecordException("in bad company"));
    assertThat(outcomes)
        .containsExactly(
            "refused TOO_LARGE is larger than the brokers take",
            "refused INVALID the brokers do not take its time; see message.timestamp.after.max.ms",
            "refused UNAVAILABLE the brokers refuse: InvalidRecordException");
  }

  private void failOnTheProducersThread(RuntimeException failure) throws InterruptedException {
    append();
    Thread producersThread = new Thread(() -> producer.errorNext(failure));
    producersThread.start();
    producersThread.join();
  }

  private void append() {
    log.append(
        new NewRecord(
            "flights.source", 0, 7, null, new byte[] {'1'}, new RecordHeaders(), "id", TRACE),
        delivery);
  }
}
