package io.streamproof.pipeline.kafka;

import io.streamproof.pipeline.spec.PipelineSpecification;
import io.streamproof.pipeline.stage.Stage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
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
    Map<String, Integer> missing = new TreeMap<>(partitionsByTopic);
    Map<String, Integer> found = describe(partitionsByTopic.keySet());
    check(found, partitionsByTopic);
    missing.keySet().removeAll(found.keySet());
    if (!missing.isEmpty()) {
      create(missing);
      // Others may have created some of them meanwhile, with other numbers.
      check(describe(missing.keySet()), partitionsByTopic);
    }
    awaitLeaders(partitionsByTopic);
  }

  private static void check(Map<String, Integer> found, Map<String, Integer> wanted) {
    found.forEach(
        (topic, partitions) -> {
          if (!partitions.equals(wanted.get(topic))) {
            throw new IllegalStateException(
                "topic %s has %d partitions, where the specification says %d; change the one or the other"
                    .formatted(topic, partitions, wanted.get(topic)));
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

  private void create(Map<String, Integer> partitionsByTopic) {
    if (!settings.create()) {
      Map.Entry<String, Integer> first = partitionsByTopic.entrySet().iterator().next();
      throw new IllegalStateException(
          "topic %s does not exist; create it with %d partitions, or set streamproof.topics.create"
              .formatted(first.getKey(), first.getValue()));
    }
    Optional<Short> replicationFactor =
        settings.replicationFactor() < 0
            ? Optional.empty()
            : Optional.of(settings.replicationFactor());
    List<NewTopic> wanted =
        partitionsByTopic.entrySet().stream()
            .map(
                topic ->
                    new NewTopic(topic.getKey(), Optional.of(topic.getValue()), replicationFactor)
                        .configs(configs(topic.getKey(), settings)))
            .toList();
    admin
        .createTopics(wanted)
        .values()
        .forEach(
            (topic, creation) -> {
              try {
                await(creation);
              } catch (ExecutionException e) {
                if (!(e.getCause() instanceof TopicExistsException)) {
                  throw new KafkaException("cannot create topic " + topic, e.getCause());
                }
              }
            });
  }

  /**
   * Waits until the leader of each partition serves it, whoever created the topic. Before that a
   * broker refuses a producer's first batch and may accept its second one as the first, so that the
   * first is out of sequence from then on.
   */
  private void awaitLeaders(Map<String, Integer> partitionsByTopic) {
    Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
    partitionsByTopic.forEach(
        (topic, partitions) ->
            IntStream.range(0, partitions)
                .forEach(
                    number -> wanted.put(new TopicPartition(topic, number), OffsetSpec.latest())));
    try {
      await(admin.listOffsets(wanted).all());
    } catch (ExecutionException e) {
      throw new KafkaException("the leaders of the topics do not serve them yet", e.getCause());
    }
  }

  /** How many partitions each topic has; those that do not exist are left out. */
  private Map<String, Integer> describe(Set<String> topics) {
    Map<String, Integer> partitions = new HashMap<>();
    admin
        .describeTopics(topics)
        .topicNameValues()
        .forEach(
            (topic, description) -> {
              try {
                partitions.put(topic, await(description).partitions().size());
              } catch (ExecutionException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                  throw new KafkaException("cannot describe topic " + topic, e.getCause());
                }
              }
            });
    return partitions;
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
