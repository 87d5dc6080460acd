package io.streamproof.operator.host;

import io.streamproof.pipeline.kafka.BrokerAnswers;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.clients.admin.DescribeClusterResult;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** The brokers, as far as they can be reached. It connects at the first use. */
public final class Brokers implements AutoCloseable {
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(30);

  private final Map<String, Object> configuration;
  private @Nullable Admin admin;

  public Brokers(Map<String, Object> configuration) {
    this.configuration = Map.copyOf(configuration);
  }

  /**
   * The client for administration.
   *
   * @throws KafkaException if it cannot be made, as while no broker's name resolves
   */
  synchronized Admin admin() {
    if (admin == null) {
      admin = Admin.create(configuration);
    }
    return admin;
  }

  /**
   * The id of their cluster, asked anew.
   *
   * @throws KafkaException if they do not answer in time
   */
  String cluster(Duration timeout) throws InterruptedException {
    DescribeClusterOptions options =
        new DescribeClusterOptions().timeoutMs(Math.toIntExact(timeout.toMillis()));
    DescribeClusterResult cluster = admin().describeCluster(options);
    try {
      if (cluster.nodes().get().isEmpty()) {
        throw new KafkaException("the cluster has no broker");
      }
      return cluster.clusterId().get();
    } catch (ExecutionException e) {
      throw new KafkaException("the cluster cannot be described", e.getCause());
    }
  }

  /**
   * Asks them something and waits for the answer.
   *
   * @throws KafkaException if they do not answer in time, or refuse, which is then its cause
   */
  <T> T await(Function<Admin, KafkaFuture<T>> question) {
    return BrokerAnswers.require(question.apply(admin()));
  }

  /** A consumer without a group, of committed records. */
  Consumer<byte[], byte[]> consumer() {
    Map<String, Object> settings = new HashMap<>(configuration);
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /** A group as one names it who is no member of it: nobody but a consumer can tell. */
  ConsumerGroupMetadata metadata(String group) {
    Map<String, Object> settings = new HashMap<>(configuration);
    settings.put(ConsumerConfig.GROUP_ID_CONFIG, group);
    try (Consumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      return consumer.groupMetadata();
    }
  }

  /** A producer of transactions, of which one at a time goes by an id. */
  Producer<byte[], byte[]> producer(String transactionalId) {
    Map<String, Object> settings = new HashMap<>(configuration);
    settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
    int millis = Math.toIntExact(ANSWER_TIMEOUT.toMillis());
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, millis);
    settings.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, millis);
    return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** The addresses at which they are looked for. */
  String addresses() {
    Object addresses = configuration.get(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG);
    return addresses instanceof Collection<?> several
        ? several.stream().map(String::valueOf).collect(Collectors.joining(","))
        : String.valueOf(addresses);
  }

  @Override
  public synchronized void close() {
    if (admin != null) {
      admin.close(CLOSE_TIMEOUT);
    }
  }
}
