package io.streamproof.pipeline.spec;

import io.streamproof.pipeline.spec.OperatorSpecification.Custom;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A pipeline as its user declares it, read and checked: every name resolves, every expression
 * compiles, the graph has no cycle.
 *
 * @param hash the first 8 hex digits of the SHA-256 of all that determines the records; every
 *     origin carries it
 */
public record PipelineSpecification(
    String name,
    int partitions,
    Pace pace,
    SourceSpecification source,
    List<StageSpecification> stages,
    String hash) {

  public static final String SOURCE = "source";
  public static final String CLAIMS = Names.CLAIMS;

  public PipelineSpecification {
    stages = List.copyOf(stages);
  }

  public Optional<StageSpecification> stage(String stageName) {
    return stages.stream().filter(stage -> stage.name().equals(stageName)).findFirst();
  }

  /** {@code <pipeline>.source}. */
  public String sourceTopic() {
    return topic(SOURCE);
  }

  /** {@code <pipeline>.claims}. */
  public String claimsTopic() {
    return topic(CLAIMS);
  }

  /** The topic that a stage reads. */
  public String sourceTopic(StageSpecification stage) {
    return topic(stage.from());
  }

  /** The topic that a stage writes. */
  public String outputTopic(StageSpecification stage) {
    return topic(stage.to());
  }

  /** {@code <pipeline>.<stage>-dlt}. */
  public String deadLetterTopic(StageSpecification stage) {
    return topic(stage.name() + Names.DEAD_LETTERS);
  }

  /** Whether a topic of any pipeline is one of dead letters: no other's name ends so. */
  public static boolean isDeadLetterTopic(String topic) {
    return topic.endsWith(Names.DEAD_LETTERS);
  }

  /** {@code <pipeline>-<stage>}: the stage's consumer group and Kafka Streams application id. */
  public String group(StageSpecification stage) {
    return name + "-" + stage.name();
  }

  /** Whether some stage reads what this one writes. */
  public boolean isRead(StageSpecification stage) {
    return stages.stream().anyMatch(reader -> reader.from().equals(stage.to()));
  }

  /** Whether some stage's operator is one of the user's own. */
  public boolean hasCustomOperators() {
    return stages.stream().anyMatch(stage -> stage.operator() instanceof Custom);
  }

  /**
   * Whether an emission that a stage repeats is worth no more than a warning: the stage promises
   * only at-least-once, and no stage that its records reach, however far downstream, may keep
   * state, in which a repetition would count twice.
   *
   * @param stageName a stage; one that the pipeline does not have tolerates nothing
   */
  public boolean toleratesDuplicates(String stageName) {
    return stage(stageName)
        .filter(stage -> stage.guarantee() == Guarantee.AT_LEAST_ONCE)
        .filter(
            stage ->
                downstreamOf(stage).stream().noneMatch(reader -> reader.operator().mayKeepState()))
        .isPresent();
  }

  /** The stages that the records of a stage reach. */
  private Set<StageSpecification> downstreamOf(StageSpecification stage) {
    Set<StageSpecification> reached = new HashSet<>();
    Deque<StageSpecification> unvisited = new ArrayDeque<>(readersOf(outputTopic(stage)));
    while (!unvisited.isEmpty()) {
      StageSpecification next = unvisited.pop();
      if (reached.add(next)) {
        unvisited.addAll(readersOf(outputTopic(next)));
      }
    }
    return reached;
  }

  public List<StageSpecification> readersOf(String topic) {
    return stages.stream().filter(stage -> sourceTopic(stage).equals(topic)).toList();
  }

  public List<StageSpecification> writersOf(String topic) {
    return stages.stream()
        .filter(stage -> outputTopic(stage).equals(topic) || deadLetterTopic(stage).equals(topic))
        .toList();
  }

  /** The stages' outputs that no stage reads: the pipeline's results. */
  public Set<String> resultTopics() {
    return stages.stream()
        .filter(stage -> !isRead(stage))
        .map(this::outputTopic)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** How many partitions a topic of this pipeline has; dead letters have those of the source. */
  public int partitionsOf(String topic) {
    for (StageSpecification stage : stages) {
      if (outputTopic(stage).equals(topic)) {
        return stage.partitions();
      }
      if (deadLetterTopic(stage).equals(topic)) {
        return partitionsOf(sourceTopic(stage));
      }
    }
    return partitions;
  }

  private String topic(String suffix) {
    return name + "." + suffix;
  }
}
