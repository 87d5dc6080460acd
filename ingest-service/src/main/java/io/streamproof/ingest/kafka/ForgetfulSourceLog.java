package io.streamproof.ingest.kafka;

import io.streamproof.ingest.event.Rejection;
import io.streamproof.ingest.source.Delivery;
import io.streamproof.ingest.source.NewRecord;
import io.streamproof.ingest.source.SourceLog;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Source topics that forget: each record is written in a transaction of its own, which is taken
 * back. So it has a position, and no reader of what is committed ever sees it. One record at a
 * time.
 */
public final class ForgetfulSourceLog implements SourceLog, AutoCloseable {
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

  private final Map<String, Object> configuration;
  private @Nullable Producer<byte[], byte[]> producer;

  /**
   * A log that connects at the first use.
   *
   * @param configuration of the service's producers, by Kafka's names
   */
  public ForgetfulSourceLog(Map<String, Object> configuration) {
    this.configuration = new HashMap<>(configuration);
    this.configuration.put(
        ProducerConfig.TRANSACTIONAL_ID_CONFIG, "streamproof-ingest-forget-" + UUID.randomUUID());
    this.configuration.put(ProducerConfig.CLIENT_ID_CONFIG, "streamproof-ingest-forget");
    this.configuration.put(ProducerConfig.ACKS_CONFIG, "all");
    this.configuration.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
  }

  @Override
  public void append(NewRecord record, Delivery delivery) {
    RecordMetadata forgotten;
    try {
      forgotten = forget(record);
    } catch (KafkaException | ExecutionException e) {
      close();
      delivery.refused(Rejection.unavailable("the brokers refuse: " + e.getMessage()));
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      close();
      delivery.refused(Rejection.unavailable("the service is shutting down"));
      return;
    }
    delivery.acknowledged(forgotten.offset());
  }

  private synchronized RecordMetadata forget(NewRecord record)
      throws ExecutionException, InterruptedException {
    Producer<byte[], byte[]> open = open();
    open.beginTransaction();
    Future<RecordMetadata> written = open.send(KafkaSourceLog.wire(record));
    open.flush();
    RecordMetadata position = written.get();
    open.abortTransaction();
    return position;
  }

  private Producer<byte[], byte[]> open() {
    if (producer == null) {
      producer =
          new KafkaProducer<>(configuration, new ByteArraySerializer(), new ByteArraySerializer());
      producer.initTransactions();
    }
    return producer;
  }

  @Override
  public synchronized void close() {
    if (producer != null) {
      producer.close(CLOSE_TIMEOUT);
      producer = null;
    }
  }
}
