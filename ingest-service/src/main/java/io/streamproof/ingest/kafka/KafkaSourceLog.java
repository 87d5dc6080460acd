package io.streamproof.ingest.kafka;

import io.streamproof.ingest.event.Rejection;
import io.streamproof.ingest.source.Delivery;
import io.streamproof.ingest.source.NewRecord;
import io.streamproof.ingest.source.SourceLog;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.BufferExhaustedException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Source topics in Kafka. What fails before the producer has taken the record is refused; what
 * fails after that is uncertain, for a broker may have written what it did not answer.
 */
public final class KafkaSourceLog implements SourceLog {
  private final Producer<byte[], byte[]> producer;

  public KafkaSourceLog(Producer<byte[], byte[]> producer) {
    this.producer = producer;
  }

  @Override
  public void append(NewRecord record, Delivery delivery) {
    Thread caller = Thread.currentThread();
    try {
      Future<?> unused =
          producer.send(
              wire(record),
              (metadata, failure) ->
                  settle(delivery, metadata, failure, caller == Thread.currentThread()));
    } catch (KafkaException | IllegalStateException e) {
      delivery.refused(refusal(e));
    }
  }

  static ProducerRecord<byte[], byte[]> wire(NewRecord record) {
    return new ProducerRecord<>(
        record.topic(),
        record.partition(),
        record.timestamp(),
        record.key(),
        record.value(),
        record.headers());
  }

  /**
   * Tells the outcome. The producer reports a record that it has not taken on the caller's thread,
   * and all others on its own.
   */
  private static void settle(
      Delivery delivery,
      @Nullable RecordMetadata metadata,
      @Nullable Exception failure,
      boolean onCallersThread) {
    if (failure == null && metadata != null && metadata.hasOffset()) {
      delivery.acknowledged(metadata.offset());
    } else if (failure == null) {
      delivery.uncertain("the brokers have it, but do not know its offset any more");
    } else if (onCallersThread || isAnswerOfRefusal(failure)) {
      delivery.refused(refusal(failure));
    } else if (failure instanceof TimeoutException) {
      delivery.uncertain("the brokers did not acknowledge it in time");
    } else {
      delivery.uncertain("the brokers failed: " + failure.getClass().getSimpleName());
    }
  }

  /** Whether the brokers have answered that they did not write it, in every attempt. */
  private static boolean isAnswerOfRefusal(Exception failure) {
    return failure instanceof RecordTooLargeException
        || failure instanceof InvalidTimestampException
        || failure instanceof InvalidRecordException;
  }

  private static Rejection refusal(Exception failure) {
    if (failure instanceof RecordTooLargeException) {
      return Rejection.tooLarge("is larger than the brokers take");
    }
    if (failure instanceof InvalidTimestampException) {
      return Rejection.invalid(
          "the brokers do not take its time; see message.timestamp.after.max.ms");
    }
    if (failure instanceof BufferExhaustedException) {
      return Rejection.unavailable("the send buffer is full");
    }
    if (failure instanceof TimeoutException) {
      return Rejection.unavailable("the brokers cannot be reached");
    }
    return Rejection.unavailable("the brokers refuse: " + failure.getClass().getSimpleName());
  }
}
