package io.streamproof.operator.host;

import io.streamproof.pipeline.kafka.Patience;
import io.streamproof.pipeline.kafka.TopicProblem;
import io.streamproof.pipeline.kafka.TopicSettings;
import io.streamproof.pipeline.kafka.Topics;
import io.streamproof.pipeline.spec.PipelineSpecification;
import io.streamproof.pipeline.stage.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What must be so before a stage starts: the brokers answer, its topics are there, each with its
 * number of partitions and with settings under which it can work, and it is certain where it
 * begins.
 */
public final class Preparation {
  private static final Logger log = LoggerFactory.getLogger(Preparation.class);
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(5);

  private final Stage stage;
  private final Brokers brokers;
  private final TopicSettings topics;
  private final @Nullable String changelog;
  private final Duration limit;

  /**
   * A preparation of a stage.
   *
   * @param changelog the topic of the stage's state; null: it keeps none
   * @param limit how long to try again where the brokers do not answer
   */
  public Preparation(
      Stage stage,
      Brokers brokers,
      TopicSettings topics,
      @Nullable String changelog,
      Duration limit) {
    this.stage = stage;
    this.brokers = brokers;
    this.topics = topics;
    this.changelog = changelog;
    this.limit = limit;
  }

  /**
   * Waits for the brokers, and sees to the topics and to where the stage begins.
   *
   * @return the cluster's id
   * @throws KafkaException if the brokers did not answer in time
   * @throws UnusableException if a topic is not as it must be, or it cannot be said where to begin
   */
  String run() throws InterruptedException {
    Patience patience =
        new Patience(
            limit, why -> log.warn("{}; they are looked for at {}", why, brokers.addresses()));
    try {
      String cluster = patience.await(() -> brokers.cluster(ANSWER_TIMEOUT));
      patience
          .await(this::ensureTopics)
          .forEach(problem -> log.warn("Stage {}: {}", group(), problem));
      return patience.await(
          () -> {
            startingPoint().settle();
            return cluster;
          });
    } catch (KafkaException e) {
      if (e.getCause() instanceof UnsettledException unsettled) {
        throw unsettled.reason();
      }
      throw e;
    }
  }

  /** How somebody decides where the stage goes on, if it cannot be said for certain. */
  OffsetAdvice advice() {
    return new OffsetAdvice(group(), brokers.addresses(), changelog);
  }

  private List<TopicProblem> ensureTopics() {
    PipelineSpecification pipeline = stage.pipeline();
    Map<String, Integer> needed = new LinkedHashMap<>();
    for (String topic :
        List.of(
            pipeline.sourceTopic(stage.specification()),
            pipeline.outputTopic(stage.specification()),
            pipeline.deadLetterTopic(stage.specification()))) {
      needed.put(topic, pipeline.partitionsOf(topic));
    }
    Topics kafka = new Topics(brokers.admin(), topics);
    List<TopicProblem> problems = new ArrayList<>(kafka.survey(needed));
    if (changelog != null) {
      problems.addAll(kafka.inspect(Set.of(changelog)));
    }
    String fatal = Topics.lines(problems.stream().filter(TopicProblem::isFatal));
    if (!fatal.isEmpty()) {
      throw new UnusableException("its topics cannot be used:\n" + fatal, "Nothing was started.");
    }
    return problems;
  }

  private StartingPoint startingPoint() {
    String source = stage.pipeline().sourceTopic(stage.specification());
    List<TopicPartition> partitions =
        IntStream.range(0, stage.pipeline().partitionsOf(source))
            .mapToObj(partition -> new TopicPartition(source, partition))
            .toList();
    return new StartingPoint(
        new GroupOffsets(brokers, group(), partitions),
        new EarlierResultsSearch(brokers, stage, changelog),
        advice());
  }

  private String group() {
    return stage.pipeline().group(stage.specification());
  }
}
