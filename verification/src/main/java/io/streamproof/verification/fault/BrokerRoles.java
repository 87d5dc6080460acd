package io.streamproof.verification.fault;

import io.streamproof.verification.stack.Stack;
import io.streamproof.verification.stack.StackException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartitionInfo;

/** Finds the broker that has a role. */
final class BrokerRoles {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final long PAUSE_MILLIS = 100;

  private final Stack stack;

  BrokerRoles(Stack stack) {
    this.stack = stack;
  }

  /**
   * The name of the process of that broker.
   *
   * @throws StackException if no broker has the role for long
   */
  String processOf(BrokerRole role) throws InterruptedException {
    long beginNanos = System.nanoTime();
    try (Admin admin = Admin.create(Map.<String, Object>of("bootstrap.servers", stack.brokers()))) {
      while (System.nanoTime() - beginNanos < LIMIT.toNanos()) {
        Optional<Integer> id = id(admin, role);
        if (id.isPresent()) {
          return Stack.brokerName(id.get());
        }
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      }
    }
    throw new StackException("no broker was " + role + " within " + LIMIT.toSeconds() + " s");
  }

  private Optional<Integer> id(Admin admin, BrokerRole role) throws InterruptedException {
    try {
      if (role instanceof BrokerRole.Leader leader) {
        return leader(admin, leader);
      }
      int controller = admin.describeMetadataQuorum().quorumInfo().get().leaderId();
      return controller < 0 ? Optional.empty() : Optional.of(controller);
    } catch (ExecutionException e) {
      // The brokers are away, or about to elect one.
      return Optional.empty();
    }
  }

  private Optional<Integer> leader(Admin admin, BrokerRole.Leader role)
      throws ExecutionException, InterruptedException {
    String topic = stack.pipeline().name() + "." + role.topic();
    TopicDescription description =
        admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic);
    return Optional.ofNullable(description)
        .map(described -> described.partitions().get(role.partition()))
        .map(TopicPartitionInfo::leader)
        .map(node -> node.id());
  }
}
