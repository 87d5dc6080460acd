package io.streamproof.operator.host;

import io.streamproof.operator.stream.StreamSettings;
import io.streamproof.pipeline.kafka.TopicSettings;
import io.streamproof.pipeline.kafka.Topics;
import io.streamproof.pipeline.spec.PipelineSpecification;
import io.streamproof.pipeline.stage.Stage;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.TopicConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What must be so before a stage starts: the brokers answer, and its topics stand, each with its
 * number of partitions.
 */
public final class Preparation {
  private static final Logger log = LoggerFactory.getLogger(Preparation.class);
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(5);
  private static final long PAUSE_MILLIS = 1_000;

  private final Stage stage;
  private final Brokers brokers;
  private final TopicSettings topics;
  private final Duration patience;

  /**
   * A preparation of a stage.
   *
   * @param patience how long to try again where the brokers do not answer
   */
  public Preparation(Stage stage, Brokers brokers, TopicSettings topics, Duration patience) {
    this.stage = stage;
    this.brokers = brokers;
    this.topics = topics;
    this.patience = patience;
  }

  /**
   * Waits for the brokers and sees to the topics.
   *
   * @return the cluster's id
   * @throws KafkaException if the brokers did not answer in time
   * @throws UnusableException if a topic is not as it must be
   */
  String run() throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    while (true) {
      try {
        String cluster = brokers.cluster(ANSWER_TIMEOUT);
        ensureTopics();
        return cluster;
      } catch (KafkaException e) {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        long left = end - System.nanoTime();
        if (left <= 0) {
          throw e;
        }
        log.warn(
            "The brokers at {} do not serve yet: {}. Trying for another {} s.",
            brokers.addresses(),
            explain(e),
            Duration.ofNanos(left).toSeconds());
        Thread.sleep(PAUSE_MILLIS);
      }
    }
  }

  /** What went wrong, with its cause, in a line. */
  static String explain(Throwable failure) {
    Throwable cause = failure.getCause();
    String message = String.valueOf(failure.getMessage());
    return cause == null || message.equals(cause.getMessage())
        ? message
        : message + " (" + explain(cause) + ")";
  }

  private void ensureTopics() {
    PipelineSpecification pipeline = stage.pipeline();
    String deadLetters = pipeline.deadLetterTopic(stage.specification());
    Map<String, Integer> ordinary = new LinkedHashMap<>();
    for (String topic :
        new String[] {
          pipeline.sourceTopic(stage.specification()), pipeline.outputTopic(stage.specification())
        }) {
      ordinary.put(topic, pipeline.partitionsOf(topic));
    }
    try {
      new Topics(brokers.admin(), topics).ensure(ordinary);
      new Topics(brokers.admin(), forDeadLetters())
          .ensure(Map.of(deadLetters, pipeline.partitionsOf(deadLetters)));
    } catch (IllegalStateException e) {
      throw new UnusableException(e.getMessage() + ".", "Nothing was started.");
    }
  }

  /** A dead letter is its source record, however large, and some more. */
  private TopicSettings forDeadLetters() {
    Map<String, String> configs = new HashMap<>();
    configs.put(
        TopicConfig.MAX_MESSAGE_BYTES_CONFIG, String.valueOf(StreamSettings.MAX_RECORD_BYTES));
    configs.putAll(topics.configs());
    return new TopicSettings(topics.create(), topics.replicationFactor(), configs);
  }
}
