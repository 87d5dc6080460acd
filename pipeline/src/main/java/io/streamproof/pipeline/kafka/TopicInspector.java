package io.streamproof.pipeline.kafka;

import io.streamproof.pipeline.kafka.TopicProblem.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ConfigEntry.ConfigSource;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;

/** Reads the settings of topics that are there, and holds them against {@link TopicRules}. */
record TopicInspector(Admin admin) {
  /**
   * All that is wrong with the settings of topics, which are read with one request.
   *
   * @throws KafkaException if the brokers do not answer in time
   */
  List<TopicProblem> problems(Map<String, TopicDescription> found) {
    if (found.isEmpty()) {
      return List.of();
    }
    Map<ConfigResource, String> resources = new LinkedHashMap<>();
    found
        .keySet()
        .forEach(
            topic -> resources.put(new ConfigResource(ConfigResource.Type.TOPIC, topic), topic));
    List<TopicProblem> problems = new ArrayList<>();
    Map<ConfigResource, KafkaFuture<Config>> described =
        admin.describeConfigs(resources.keySet()).values();
    resources.forEach(
        (resource, topic) -> {
          try {
            Config config = BrokerAnswers.await(Objects.requireNonNull(described.get(resource)));
            problems.addAll(
                TopicRules.problems(
                    configs(topic, Objects.requireNonNull(found.get(topic)), config),
                    (setting, value) -> command(topic, setting, value)));
          } catch (ExecutionException e) {
            if (!(e.getCause() instanceof AuthorizationException)) {
              throw new KafkaException("cannot read the settings of topic " + topic, e.getCause());
            }
            problems.add(unreadable(topic));
          }
        });
    return problems;
  }

  private static TopicConfigs configs(String topic, TopicDescription description, Config config) {
    Map<String, String> values = new HashMap<>();
    Set<String> inherited = new HashSet<>();
    for (ConfigEntry entry : config.entries()) {
      if (entry.value() != null) {
        values.put(entry.name(), entry.value());
      }
      if (entry.source() != ConfigSource.DYNAMIC_TOPIC_CONFIG) {
        inherited.add(entry.name());
      }
    }
    int replicas =
        description.partitions().stream()
            .mapToInt(partition -> partition.replicas().size())
            .min()
            .orElse(0);
    return new TopicConfigs(topic, replicas, values, inherited);
  }

  private TopicProblem unreadable(String topic) {
    return new TopicProblem(
        topic,
        Kind.UNREADABLE,
        "the settings of topic "
            + topic
            + " cannot be read, so nobody knows whether they are right",
        "let the service's user do so: kafka-acls.sh --bootstrap-server %s --add --allow-principal User:… --operation DescribeConfigs --topic %s"
            .formatted(address(), topic));
  }

  private String command(String topic, String setting, String value) {
    return "change it: kafka-configs.sh --bootstrap-server %s --alter --entity-type topics --entity-name %s --add-config %s=%s"
        .formatted(address(), topic, setting, value);
  }

  /** Where a command reaches the brokers. */
  private String address() {
    try {
      return BrokerAnswers.await(admin.describeCluster().nodes()).stream()
          .findFirst()
          .map(node -> node.host() + ":" + node.port())
          .orElse("…");
    } catch (ExecutionException e) {
      throw new KafkaException("the cluster cannot be described", e.getCause());
    }
  }
}
