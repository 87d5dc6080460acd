package io.streamproof.operator.host;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.clients.admin.DescribeClusterResult;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/** The brokers, as far as they can be reached. It connects at the first use. */
public final class Brokers implements AutoCloseable {
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

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
