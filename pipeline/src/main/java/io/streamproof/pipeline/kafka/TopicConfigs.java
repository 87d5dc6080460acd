package io.streamproof.pipeline.kafka;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a topic that is there, or that is to be created.
 *
 * @param replicas the fewest that one of its partitions has; 0: not known
 * @param configs by Kafka's names
 * @param inherited the names of those that the topic has from the brokers
 */
record TopicConfigs(String name, int replicas, Map<String, String> configs, Set<String> inherited) {
  TopicConfigs {
    configs = Map.copyOf(configs);
    inherited = Set.copyOf(inherited);
  }

  @Nullable String value(String setting) {
    return configs.get(setting);
  }

  @Nullable Long number(String setting) {
    String value = value(setting);
    return value == null ? null : Long.valueOf(value);
  }

  boolean isInherited(String setting) {
    return inherited.contains(setting);
  }
}
