package io.streamproof.pipeline.kafka;

import java.util.Map;

/**
 * How a pipeline's topics come to be.
 *
 * @param create whether a missing topic is created; else it is an error
 * @param replicationFactor of created topics; -1: the brokers' default
 * @param configs of created topics, by Kafka's names
 */
public record TopicSettings(boolean create, short replicationFactor, Map<String, String> configs) {
  public TopicSettings {
    configs = Map.copyOf(configs);
  }
}
