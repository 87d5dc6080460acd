package io.streamproof.verification.stack;

import io.streamproof.verification.proxy.TcpProxy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartitionInfo;
import org.jspecify.annotations.Nullable;

/**
 * The brokers of a stack: one, or a cluster in which every topic has a replica on each broker. A
 * broker of a cluster is ready once it is in sync again with all that it has replicas of, so that
 * another may then be lost without a loss of data.
 */
final class BrokerCluster {
  private static final long ANSWER_SECONDS = 2;

  private final List<KafkaBroker> brokers;

  private BrokerCluster(List<KafkaBroker> brokers) {
    this.brokers = List.copyOf(brokers);
  }

  /**
   * Prepares so many brokers.
   *
   * @param proxied the services that come to each broker through a proxy of their own
   * @param security how services are let in; null: whoever comes
   */
  static BrokerCluster prepare(
      Guard guard, int size, Set<String> proxied, @Nullable Security security) {
    Quorum quorum = Quorum.of(size);
    List<KafkaBroker> brokers = new ArrayList<>();
    for (int node = 1; node <= size; node++) {
      brokers.add(KafkaBroker.prepare(guard, node, quorum, proxied, security));
    }
    return new BrokerCluster(brokers);
  }

  List<StackProcess> processes() {
    return brokers.stream().map(KafkaBroker::process).toList();
  }

  /** The process of that name; empty: it is no broker's. */
  Optional<StackProcess> process(String name) {
    return broker(name).map(KafkaBroker::process);
  }

  private Optional<KafkaBroker> broker(String name) {
    return brokers.stream().filter(broker -> broker.process().name().equals(name)).findFirst();
  }

  int size() {
    return brokers.size();
  }

  void start() {
    processes().forEach(StackProcess::start);
  }

  /** {@code host:port,host:port,…}, for {@code bootstrap.servers} of the bench's own clients. */
  String address() {
    return joined(KafkaBroker::address);
  }

  /** The addresses that a service is told. */
  String address(String service) {
    return joined(broker -> broker.address(service));
  }

  private String joined(Function<KafkaBroker, String> address) {
    return brokers.stream().map(address).collect(Collectors.joining(","));
  }

  /** The proxies between a service and each broker; none, unless it was to have some. */
  List<TcpProxy> proxies(String service) {
    return brokers.stream()
        .map(broker -> broker.entrances().proxy(service))
        .filter(Objects::nonNull)
        .toList();
  }

  void closeProxies() {
    brokers.forEach(broker -> broker.entrances().close());
  }

  /** Waits until all are ready. */
  void awaitReady(Readiness readiness) {
    processes().forEach(process -> awaitReady(process.name(), readiness));
  }

  /** Waits until one is ready. */
  void awaitReady(String name, Readiness readiness) {
    KafkaBroker broker = broker(name).orElseThrow();
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers",
            broker.address(),
            "reconnect.backoff.max.ms",
            "100",
            "retry.backoff.ms",
            "50");
    try (Admin admin = Admin.create(settings)) {
      readiness.await(broker.process(), () -> isReady(admin, broker.node()));
    }
  }

  private boolean isReady(Admin admin, int node) throws InterruptedException {
    try {
      Collection<Node> nodes =
          admin.describeCluster().nodes().get(ANSWER_SECONDS, TimeUnit.SECONDS);
      return nodes.stream().anyMatch(each -> each.id() == node)
          && (size() == 1 || isInSync(admin, node));
    } catch (ExecutionException | TimeoutException e) {
      return false;
    }
  }

  private static boolean isInSync(Admin admin, int node)
      throws ExecutionException, TimeoutException, InterruptedException {
    ListTopicsOptions all = new ListTopicsOptions().listInternal(true);
    Set<String> topics = admin.listTopics(all).names().get(ANSWER_SECONDS, TimeUnit.SECONDS);
    return admin
        .describeTopics(topics)
        .allTopicNames()
        .get(ANSWER_SECONDS, TimeUnit.SECONDS)
        .values()
        .stream()
        .map(TopicDescription::partitions)
        .flatMap(List::stream)
        .allMatch(partition -> !has(partition.replicas(), node) || isServed(partition, node));
  }

  private static boolean isServed(TopicPartitionInfo partition, int node) {
    return partition.leader() != null && has(partition.isr(), node);
  }

  private static boolean has(List<Node> nodes, int node) {
    return nodes.stream().anyMatch(each -> each.id() == node);
  }
}
