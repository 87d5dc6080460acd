package io.streamproof.verification.stack;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.common.Uuid;

/**
 * The nodes of a Kafka cluster, numbered from 1. Each is broker and controller, so whoever loses
 * the majority of them loses the election of leaders, too.
 *
 * @param ports of each node's controller
 */
record Quorum(String clusterId, List<Integer> ports) {
  /** How many replicas have to have a record before it is acknowledged, unless there is but one. */
  private static final int REPLICAS_IN_SYNC = 2;

  Quorum {
    ports = List.copyOf(ports);
  }

  static Quorum of(int nodes) {
    return new Quorum(
        Uuid.randomUuid().toString(), Stream.generate(FreePorts::next).limit(nodes).toList());
  }

  int size() {
    return ports.size();
  }

  /** {@code host:port} of a node's controller. */
  String controller(int node) {
    return "127.0.0.1:" + ports.get(node - 1);
  }

  /** What a node is told of the others and of how often records are kept. */
  String settings(int node) {
    String voters =
        IntStream.rangeClosed(1, size())
            .mapToObj(each -> each + "@" + controller(each))
            .collect(Collectors.joining(","));
    return """
        node.id=%1$s
        controller.quorum.voters=%2$s
        default.replication.factor=%3$s
        min.insync.replicas=%4$s
        offsets.topic.replication.factor=%3$s
        transaction.state.log.replication.factor=%3$s
        transaction.state.log.min.isr=%4$s
        share.coordinator.state.topic.replication.factor=%3$s
        share.coordinator.state.topic.min.isr=%4$s
        """
        .formatted(node, voters, size(), Math.min(size(), REPLICAS_IN_SYNC));
  }
}
