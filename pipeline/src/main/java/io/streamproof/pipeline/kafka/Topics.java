package io.streamproof.pipeline.kafka;

import io.streamproof.pipeline.kafka.TopicProblem.Kind;
import io.streamproof.pipeline.operator.TentativeState;
import io.streamproof.pipeline.spec.PipelineSpecification;
import io.streamproof.pipeline.stage.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** Creates the topics that a service needs, and checks those that exist. */
public final class Topics {
  private static final Duration LEADERS_TIMEOUT = Duration.ofSeconds(10);
  private static final long PAUSE_MILLIS = 50;

  /** A stage's largest value, with room for key and headers. */
  public static final int MAX_MESSAGE_BYTES = Stage.MAX_VALUE_BYTES + (2 << 20);

  /** The largest record of all: a dead letter of the largest source record, and why it failed. */
  public static final int MAX_DEAD_LETTER_BYTES = MAX_MESSAGE_BYTES + (1 << 20);

  /** The largest record in the log of a stage's state: an entry, with room for key and headers. */
  public static final int MAX_STATE_BYTES = TentativeState.MAX_ENTRY_BYTES + (1 << 20);

  private static final String ANY_DISTANCE = String.valueOf(Long.MAX_VALUE);
  private static final String FOREVER = "-1";

  private final Admin admin;
  private final TopicSettings settings;
  private final Set<AclOperation> operations;
  private final TopicInspector inspector;

  public Topics(Admin admin, TopicSettings settings) {
    this(admin, settings, Set.of());
  }

  /**
   * Topics of a service that would fail where it must not use one of them.
   *
   * @param operations that it needs to be allowed
   */
  public Topics(Admin admin, TopicSettings settings, Set<AclOperation> operations) {
    this.admin = admin;
    this.settings = settings;
    this.operations = Set.copyOf(operations);
    this.inspector = new TopicInspector(admin);
  }

  /**
   * Sees to it that each topic exists with its number of partitions, and with settings under which
   * results are right and keep coming. Several services may do so at once.
   *
   * @return what is not as it should be, and is no reason not to use the topics
   * @throws IllegalStateException with all that is a reason, a line each
   * @throws KafkaException if the brokers do not answer in time
   */
  public List<TopicProblem> ensure(Map<String, Integer> partitionsByTopic) {
    List<TopicProblem> problems = survey(partitionsByTopic);
    String fatal = lines(problems.stream().filter(TopicProblem::isFatal));
    if (!fatal.isEmpty()) {
      throw new IllegalStateException(fatal);
    }
    return problems;
  }

  /**
   * Creates the topics that are missing, and finds all that is wrong with the topics: a topic with
   * a problem does not hide those of the others.
   *
   * @throws KafkaException if the brokers do not answer in time
   */
  public List<TopicProblem> survey(Map<String, Integer> partitionsByTopic) {
    Map<String, Integer> wanted = new TreeMap<>(partitionsByTopic);
    List<TopicProblem> problems = new ArrayList<>();
    Map<String, TopicDescription> found = describe(wanted.keySet(), problems);
    Map<String, Integer> missing = new TreeMap<>(wanted);
    missing.keySet().removeAll(found.keySet());
    problems.forEach(problem -> missing.remove(problem.topic()));
    problems.addAll(uncreatable(missing));
    problems.forEach(problem -> missing.remove(problem.topic()));
    if (!missing.isEmpty()) {
      awaitLeaders(create(missing, problems));
      problems.forEach(problem -> missing.remove(problem.topic()));
      // Others may have created some of them meanwhile, with other numbers.
      found.putAll(describe(missing.keySet(), problems));
      missing.keySet().removeAll(found.keySet());
      problems.forEach(problem -> missing.remove(problem.topic()));
      if (!missing.isEmpty()) {
        throw new KafkaException("topics are created and not there yet: " + missing.keySet());
      }
    }
    found.forEach((topic, description) -> count(topic, description, wanted, problems));
    problems.addAll(inspector.problems(found));
    awaitLeaders(partitions(found));
    return List.copyOf(problems);
  }

  /**
   * What is wrong with the settings of topics that others create, as far as they exist.
   *
   * @throws KafkaException if the brokers do not answer in time
   */
  public List<TopicProblem> inspect(Set<String> topics) {
    List<TopicProblem> problems = new ArrayList<>();
    problems.addAll(inspector.problems(describe(topics, problems)));
    return List.copyOf(problems);
  }

  /**
   * Finds all that is wrong with topics, and creates none: one that is gone while its records are
   * in use must not come back empty.
   *
   * @throws KafkaException if the brokers do not answer in time
   */
  public List<TopicProblem> check(Map<String, Integer> partitionsByTopic) {
    List<TopicProblem> problems = new ArrayList<>();
    Map<String, TopicDescription> found = describe(partitionsByTopic.keySet(), problems);
    Map<String, Integer> missing = new TreeMap<>(partitionsByTopic);
    missing.keySet().removeAll(found.keySet());
    problems.forEach(problem -> missing.remove(problem.topic()));
    missing.forEach(
        (topic, partitions) ->
            problems.add(missing(topic, "create it with %s partitions".formatted(partitions))));
    found.forEach((topic, description) -> count(topic, description, partitionsByTopic, problems));
    found.values().forEach(description -> unserved(description).ifPresent(problems::add));
    problems.addAll(inspector.problems(found));
    return List.copyOf(problems);
  }

  private static Optional<TopicProblem> unserved(TopicDescription topic) {
    String partitions =
        topic.partitions().stream()
            .filter(partition -> partition.leader() == null || partition.leader().isEmpty())
            .map(partition -> String.valueOf(partition.partition()))
            .collect(Collectors.joining(", "));
    return partitions.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new TopicProblem(
                topic.name(),
                Kind.UNSERVED,
                "topic %s has no leader of partition %s".formatted(topic.name(), partitions),
                "see that the brokers with its replicas run"));
  }

  private static TopicProblem missing(String topic, String fix) {
    return new TopicProblem(topic, Kind.MISSING, "topic " + topic + " does not exist", fix);
  }

  /** Problems as text, a line each. */
  public static String lines(Stream<TopicProblem> problems) {
    return problems.map(TopicProblem::toString).collect(Collectors.joining("\n"));
  }

  private static void count(
      String topic,
      TopicDescription description,
      Map<String, Integer> wanted,
      List<TopicProblem> problems) {
    int partitions = description.partitions().size();
    int needed = wanted.getOrDefault(topic, partitions);
    if (partitions != needed) {
      problems.add(
          new TopicProblem(
              topic,
              Kind.PARTITIONS,
              "topic %s has %s partitions, where the specification says %s"
                  .formatted(topic, partitions, needed),
              "change the one or the other"));
    }
  }

  /** Why topics that are missing are not created. */
  private List<TopicProblem> uncreatable(Map<String, Integer> missing) {
    List<TopicProblem> problems = new ArrayList<>();
    missing.forEach(
        (topic, partitions) -> {
          if (!settings.create()) {
            problems.add(
                missing(
                    topic,
                    "create it with %s partitions, or set streamproof.topics.create"
                        .formatted(partitions)));
          } else {
            problems.addAll(
                TopicRules.problems(
                        new TopicConfigs(
                            topic,
                            Math.max(0, settings.replicationFactor()),
                            configs(topic, settings),
                            Set.of()),
                        (setting, value) ->
                            "set streamproof.topics.configs." + setting + " to " + value)
                    .stream()
                    .filter(TopicProblem::isFatal)
                    .toList());
          }
        });
    return problems;
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
    configs.put(TopicConfig.RETENTION_BYTES_CONFIG, FOREVER);
    configs.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE);
    configs.putAll(settings.configs());
    return configs;
  }

  /** Gives those that were created, and by nobody else before. */
  private Map<String, Integer> create(
      Map<String, Integer> partitionsByTopic, List<TopicProblem> problems) {
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
    Map<String, Integer> created = new TreeMap<>(partitionsByTopic);
    admin
        .createTopics(wanted)
        .values()
        .forEach(
            (topic, creation) -> {
              try {
                BrokerAnswers.await(creation);
              } catch (ExecutionException e) {
                if (e.getCause() instanceof AuthorizationException) {
                  problems.add(forbidden(topic, "CREATE"));
                } else if (!(e.getCause() instanceof TopicExistsException)) {
                  throw new KafkaException("cannot create topic " + topic, e.getCause());
                }
                created.remove(topic);
              }
            });
    return created;
  }

  /** Waits until the leader of each partition serves it, whoever created the topic. */
  private void awaitLeaders(Map<String, Integer> partitionsByTopic) {
    long begin = System.nanoTime();
    while (!areServed(partitionsByTopic, System.nanoTime() - begin < LEADERS_TIMEOUT.toNanos())) {
      pause();
    }
  }

  /** False if it may be asked again, as while brokers do not know yet what was just created. */
  private boolean areServed(Map<String, Integer> partitionsByTopic, boolean mayBeAskedAgain) {
    try {
      BrokerAnswers.await(PartitionLeaders.ask(admin, partitionsByTopic, new ListOffsetsOptions()));
      return true;
    } catch (ExecutionException e) {
      if (mayBeAskedAgain && e.getCause() instanceof RetriableException) {
        return false;
      }
      throw new KafkaException("the leaders of the topics do not serve them yet", e.getCause());
    }
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException("interrupted while waiting for the brokers", e);
    }
  }

  private static Map<String, Integer> partitions(Map<String, TopicDescription> topics) {
    return topics.values().stream()
        .collect(Collectors.toMap(TopicDescription::name, topic -> topic.partitions().size()));
  }

  /** The topics that exist; one that must not be used is a problem, and not among them. */
  private Map<String, TopicDescription> describe(Set<String> topics, List<TopicProblem> problems) {
    Map<String, TopicDescription> found = new TreeMap<>();
    admin
        .describeTopics(
            topics, new DescribeTopicsOptions().includeAuthorizedOperations(!operations.isEmpty()))
        .topicNameValues()
        .forEach(
            (topic, answer) -> {
              try {
                TopicDescription description = BrokerAnswers.await(answer);
                List<TopicProblem> refused = refused(description);
                problems.addAll(refused);
                if (refused.isEmpty()) {
                  found.put(topic, description);
                }
              } catch (ExecutionException e) {
                if (e.getCause() instanceof AuthorizationException) {
                  problems.add(forbidden(topic, AclOperation.DESCRIBE.name()));
                } else if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                  throw new KafkaException("cannot describe topic " + topic, e.getCause());
                }
              }
            });
    return found;
  }

  private List<TopicProblem> refused(TopicDescription description) {
    // Older brokers do not say.
    @Nullable Set<AclOperation> allowed = description.authorizedOperations();
    return operations.stream()
        .filter(operation -> allowed != null && !allowed.contains(operation))
        .map(operation -> forbidden(description.name(), operation.name()))
        .toList();
  }

  private static TopicProblem forbidden(String topic, String operation) {
    return new TopicProblem(
        topic,
        Kind.FORBIDDEN,
        "the service's user lacks the right %s on topic %s".formatted(operation, topic),
        "give it by kafka-acls.sh --add --allow-principal User:… --operation %s --topic %s"
            .formatted(operation, topic));
  }
}
