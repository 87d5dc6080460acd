package io.streamproof.pipeline.kafka;

import io.streamproof.pipeline.spec.PipelineSpecification;
import io.streamproof.pipeline.stage.Stage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** Creates the topics that a service needs, and checks those that exist. */
public final class Topics {
  private static final long TIMEOUT_SECONDS = 30;

  /** A stage's largest value, with room for key and headers. */
  public static final int MAX_MESSAGE_BYTES = Stage.MAX_VALUE_BYTES + (2 << 20);

  /** The largest record of all: a dead letter of the largest source record, and why it failed. */
  public static final int MAX_DEAD_LETTER_BYTES = MAX_MESSAGE_BYTES + (1 << 20);

  private static final String ANY_DISTANCE = String.valueOf(Long.MAX_VALUE);
  private static final String FOREVER = "-1";

  private final Admin admin;
  private final TopicSettings settings;

  public Topics(Admin admin, TopicSettings settings) {
    this.admin = admin;
    this.settings = settings;
  }

  /**
   * Sees to it that each topic exists with its number of partitions. Several services may do so at
   * once.
   *
   * @throws IllegalStateException if one is missing and must not be created, or has another number
   *     of partitions
   * @throws KafkaException if the brokers do not answer in time
   */
  public void ensure(Map<String, Integer> partitionsByTopic) {
    partitionsByTopic.forEach(
        (topic, partitions) -> {
          int actual = partitions(topic).orElseGet(() -> create(topic, partitions));
          if (actual != partitions) {
            throw new IllegalStateException(
                "topic %s has %d partitions, where the specification says %d; change the one or the other"
                    .formatted(topic, actual, partitions));
          }
        });
  }

  /**
   * The configuration of a topic to be created. Records carry event time, which may lie in any
   * year: by Kafka's own defaults what is dated an hour ahead is refused, and what is dated a week
   * back is deleted within minutes of its arrival.
   */
  static Map<String, String> configs(String topic, TopicSettings settings) {
    int maxBytes =
        PipelineSpecification.isDeadLetterTopic(topic) ? MAX_DEAD_LETTER_BYTES : MAX_MESSAGE_BYTES;
    Map<String, String> configs = new HashMap<>();
    configs.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, String.valueOf(maxBytes));
    configs.put(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "CreateTime");
    configs.put(TopicConfig.MESSAGE_TIMESTAMP_BEFORE_MAX_MS_CONFIG, ANY_DISTANCE);
    configs.put(TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG, ANY_DISTANCE);
    configs.put(TopicConfig.RETENTION_MS_CONFIG, FOREVER);
    configs.putAll(settings.configs());
    return configs;
  }

  private int create(String topic, int partitions) {
    if (!settings.create()) {
      throw new IllegalStateException(
          "topic %s does not exist; create it with %d partitions, or set streamproof.topics.create"
              .formatted(topic, partitions));
    }
    NewTopic wanted =
        new NewTopic(
                topic,
                Optional.of(partitions),
                settings.replicationFactor() < 0
                    ? Optional.empty()
                    : Optional.of(settings.replicationFactor()))
            .configs(configs(topic, settings));
    try {
      await(admin.createTopics(List.of(wanted)).all());
      return partitions;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof TopicExistsException) {
        return partitions(topic).orElse(partitions);
      }
      throw new KafkaException("cannot create topic " + topic, e.getCause());
    }
  }

  private Optional<Integer> partitions(String topic) {
    try {
      TopicDescription description =
          await(admin.describeTopics(List.of(topic)).allTopicNames()).get(topic);
      return Optional.ofNullable(description).map(found -> found.partitions().size());
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        return Optional.empty();
      }
      throw new KafkaException("cannot describe topic " + topic, e.getCause());
    }
  }

  private static <T extends @Nullable Object> T await(KafkaFuture<T> future)
      throws ExecutionException {
    try {
      return future.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new KafkaException("the brokers did not answer in " + TIMEOUT_SECONDS + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException("interrupted while waiting for the brokers", e);
    }
  }
}
