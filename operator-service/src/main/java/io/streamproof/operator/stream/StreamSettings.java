package io.streamproof.operator.stream;

import static org.apache.kafka.streams.StreamsConfig.consumerPrefix;
import static org.apache.kafka.streams.StreamsConfig.producerPrefix;

import io.streamproof.pipeline.kafka.Topics;
import io.streamproof.pipeline.spec.Guarantee;
import io.streamproof.pipeline.stage.Stage;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;
import org.jspecify.annotations.Nullable;

/**
 * What Kafka Streams is told. Three layers: tuned defaults, over them what the user has set under
 * {@code spring.kafka.streams.properties}, over all what correctness demands.
 *
 * @param threads at most; a stage has no use for more than it has source partitions
 * @param instance the name of a static member, which a restart takes over at once; null: dynamic
 * @param replicationFactor of changelogs; -1: the brokers' default
 */
public record StreamSettings(
    Duration commitInterval,
    int threads,
    int standbyReplicas,
    Duration sessionTimeout,
    @Nullable String instance,
    int replicationFactor) {

  /** The settings for a stage, given those of the user. */
  public Map<String, Object> over(Map<String, Object> configured, Stage stage) {
    Map<String, Object> settings = tuned();
    settings.putAll(configured);
    settings.putAll(demanded(stage));
    return settings;
  }

  private Map<String, Object> tuned() {
    Map<String, Object> settings = new HashMap<>();
    // Large batches: what a transaction costs, it costs per partition and commit.
    settings.put(consumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG), 5_000);
    // A partition is not fetched while so many of its records wait: they may be of a MiB each.
    settings.put(StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG, 20);
    settings.put(consumerPrefix(ConsumerConfig.FETCH_MAX_BYTES_CONFIG), 32 << 20);
    settings.put(consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), millis(sessionTimeout));
    settings.put(
        consumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), millis(sessionTimeout) / 4);
    settings.put(producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), "lz4");
    settings.put(producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), 128 << 10);
    settings.put(producerPrefix(ProducerConfig.LINGER_MS_CONFIG), 20);
    settings.put(producerPrefix(ProducerConfig.BUFFER_MEMORY_CONFIG), 32L << 20);
    return settings;
  }

  private Map<String, Object> demanded(Stage stage) {
    Map<String, Object> settings = new HashMap<>();
    settings.put(
        StreamsConfig.APPLICATION_ID_CONFIG, stage.pipeline().group(stage.specification()));
    settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, guarantee(stage));
    settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, millis(commitInterval));
    settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, threads);
    settings.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, standbyReplicas);
    settings.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, replicationFactor);
    // With a cache, what an aggregate emits would depend on when it commits.
    settings.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0);
    settings.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, BoundedMemory.class);
    // An at-least-once stage, too, must not read what another stage's transaction has taken back.
    settings.put(consumerPrefix(ConsumerConfig.ISOLATION_LEVEL_CONFIG), "read_committed");
    settings.put(
        consumerPrefix(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG),
        Topics.MAX_DEAD_LETTER_BYTES);
    settings.put(
        producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), Topics.MAX_DEAD_LETTER_BYTES);
    if (instance != null) {
      settings.put(consumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG), instance);
    }
    return settings;
  }

  private static String guarantee(Stage stage) {
    return stage.specification().guarantee() == Guarantee.EXACTLY_ONCE
        ? StreamsConfig.EXACTLY_ONCE_V2
        : StreamsConfig.AT_LEAST_ONCE;
  }

  private static int millis(Duration duration) {
    return Math.toIntExact(duration.toMillis());
  }
}
