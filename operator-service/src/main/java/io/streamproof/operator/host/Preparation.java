package io.streamproof.operator.host;

import io.streamproof.pipeline.kafka.Patience;
import io.streamproof.pipeline.kafka.TopicSettings;
import io.streamproof.pipeline.kafka.Topics;
import io.streamproof.pipeline.spec.PipelineSpecification;
import io.streamproof.pipeline.stage.Stage;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What must be so before a stage starts: the brokers answer, and its topics stand, each with its
 * number of partitions.
 */
public final class Preparation {
  private static final Logger log = LoggerFactory.getLogger(Preparation.class);
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(5);

  private final Stage stage;
  private final Brokers brokers;
  private final TopicSettings topics;
  private final Duration limit;

  /**
   * A preparation of a stage.
   *
   * @param limit how long to try again where the brokers do not answer
   */
  public Preparation(Stage stage, Brokers brokers, TopicSettings topics, Duration limit) {
    this.stage = stage;
    this.brokers = brokers;
    this.topics = topics;
    this.limit = limit;
  }

  /**
   * Waits for the brokers and sees to the topics.
   *
   * @return the cluster's id
   * @throws KafkaException if the brokers did not answer in time
   * @throws UnusableException if a topic is not as it must be
   */
  String run() throws InterruptedException {
    Patience patience =
        new Patience(
            limit, why -> log.warn("{}; they are looked for at {}", why, brokers.addresses()));
    return patience.await(
        () -> {
          String cluster = brokers.cluster(ANSWER_TIMEOUT);
          ensureTopics();
          return cluster;
        });
  }

  private void ensureTopics() {
    PipelineSpecification pipeline = stage.pipeline();
    Map<String, Integer> needed = new LinkedHashMap<>();
    for (String topic :
        List.of(
            pipeline.sourceTopic(stage.specification()),
            pipeline.outputTopic(stage.specification()),
            pipeline.deadLetterTopic(stage.specification()))) {
      needed.put(topic, pipeline.partitionsOf(topic));
    }
    try {
      new Topics(brokers.admin(), topics).ensure(needed);
    } catch (IllegalStateException e) {
      throw new UnusableException(e.getMessage() + ".", "Nothing was started.");
    }
  }
}
