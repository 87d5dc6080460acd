package io.streamproof.ingest.kafka;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The two producers: of source records, and of claims, which must get through while the buffer of
 * the first is full. What acknowledgement means is no setting: all in-sync replicas, no duplicates.
 */
public final class Producers {
  private static final Map<String, Object> PROMISE =
      Map.of(ProducerConfig.ACKS_CONFIG, "all", ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);

  private static final long CLAIMS_BUFFER_BYTES = 8L << 20;

  private final Producer<byte[], byte[]> source;
  private final Producer<byte[], byte[]> claims;
  private final KafkaClientMetrics metrics;

  /**
   * @param configuration of the service's producers, by Kafka's names
   */
  public Producers(Map<String, Object> configuration, MeterRegistry registry) {
    this.source = producer(configuration, Map.of());
    this.claims =
        producer(
            configuration,
            Map.of(
                ProducerConfig.CLIENT_ID_CONFIG,
                "streamproof-ingest-claims",
                ProducerConfig.BUFFER_MEMORY_CONFIG,
                CLAIMS_BUFFER_BYTES,
                ProducerConfig.LINGER_MS_CONFIG,
                0));
    this.metrics = new KafkaClientMetrics(source);
    metrics.bindTo(registry);
  }

  public Producer<byte[], byte[]> source() {
    return source;
  }

  public Producer<byte[], byte[]> claims() {
    return claims;
  }

  /** Sends what is buffered; when it returns, every record's outcome has been told. */
  public void closeSource(Duration within) {
    metrics.close();
    source.close(within);
  }

  public void closeClaims(Duration within) {
    claims.close(within);
  }

  private static Producer<byte[], byte[]> producer(
      Map<String, Object> configuration, Map<String, Object> changes) {
    Map<String, Object> all = new HashMap<>(configuration);
    all.putAll(changes);
    all.putAll(PROMISE);
    return new KafkaProducer<>(all, new ByteArraySerializer(), new ByteArraySerializer());
  }
}
