package io.streamproof.operator.host;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.clients.consumer.NoOffsetForPartitionException;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Why a stage does not go on where nobody can say for it where to go on, and how somebody decides
 * that. There is no setting to accept it: a setting outlives its reason, and would accept the next
 * loss as well.
 *
 * @param group the stage's consumer group
 * @param brokers where a command reaches them
 * @param changelog the topic of its state; null: it keeps none
 */
record OffsetAdvice(String group, String brokers, @Nullable String changelog) {

  /**
   * The reason not to start, if there is one.
   *
   * @param earlier what was found of the partitions in {@link SourcePositions#questionable}
   */
  Optional<UnusableException> refusal(SourcePositions positions, EarlierResults earlier) {
    List<SourcePosition> outOfRange = positions.outOfRange();
    if (!outOfRange.isEmpty()) {
      return Optional.of(
          decide(
              outOfRange.stream().map(this::outOfRange).collect(joining(" ")),
              outOfRange.stream().map(SourcePosition::partition).toList()));
    }
    List<TopicPartition> missing =
        positions.missing().stream().map(SourcePosition::partition).toList();
    if (earlier.found() != null) {
      return Optional.of(
          decide(
              "%s, and the stage has run before: %s. From the beginning it would process these events again and double their results."
                  .formatted(noOffset(missing), earlier.found()),
              missing));
    }
    return earlier.unsearched() != null && positions.isUnknownGroup()
        ? Optional.of(
            decide(
                "%s, and whether the stage has run before cannot be seen: %s. If it has, it would process events again from the beginning and double their results."
                    .formatted(noOffset(missing), earlier.unsearched()),
                missing))
        : Optional.empty();
  }

  /** Why no offset is committed while others may be about to commit another one. */
  UnusableException busy(SourcePositions positions) {
    return new UnusableException(
        noOffset(positions.missing().stream().map(SourcePosition::partition).toList())
            + ", and has members: instances of the stage run that did not commit where they begin,"
            + " or have ended a moment ago.",
        "End all of them, then start the stage again.");
  }

  /** Why a stage does not go on whose state is gone. */
  UnusableException lostState(SourcePositions positions) {
    List<TopicPartition> processed =
        positions.all().stream()
            .filter(SourcePosition::hasProgress)
            .map(SourcePosition::partition)
            .toList();
    return new UnusableException(
        "Group %s has processed records of %s, and topic %s with the state that they have left does not exist. With an empty state its results would be wrong."
            .formatted(
                group,
                processed.stream().map(String::valueOf).sorted().collect(joining(", ")),
                changelog),
        "Restore the topic; or begin again with an empty state, which repeats results that are"
            + " there, and commit that while no instance of the stage runs:\n"
            + fromTheBeginning(processed));
  }

  /** Why a stage stops whose position is not in the log, or is not there at all. */
  UnusableException lostPosition(InvalidOffsetException failure) {
    if (failure instanceof NoOffsetForPartitionException) {
      return decide(
          noOffset(failure.partitions())
              + " any more. From the beginning it would double results, from the end skip some.",
          failure.partitions());
    }
    String positions =
        failure instanceof OffsetOutOfRangeException outOfRange
            ? outOfRange.offsetOutOfRangePartitions().entrySet().stream()
                .map(at -> at.getKey() + " at " + at.getValue())
                .sorted()
                .collect(joining(", "))
            : failure.partitions().stream().map(String::valueOf).sorted().collect(joining(", "));
    return decide(
        (failure instanceof LogTruncationException
                ? "The log was truncated below the stage's position in %s."
                : "The stage's position is not in the log any more: %s. Records were deleted before they were processed, the log was truncated, or the topic was created again.")
            .formatted(positions),
        failure.partitions());
  }

  /** Why a stage stops that cannot decode what it reads. */
  UnusableException undecodable(UndecodableBatch batch) {
    TopicPartition partition = batch.partition();
    return new UnusableException(
        "%s cannot be read at offset %s: %s."
            .formatted(
                partition, batch.offset() == null ? "unknown" : batch.offset(), batch.cause()),
        ("Let a replica lead that holds it intact (kafka-leader-election.sh,"
                + " kafka-reassign-partitions.sh), or restore the topic. To skip it, with all events"
                + " of its batch, which then have no results, commit the offset of the next batch"
                + " while no instance of the stage runs:\n  %s --to-offset … --execute")
            .formatted(resetting(partition.topic(), String.valueOf(partition.partition()))));
  }

  private String outOfRange(SourcePosition at) {
    long committed = at.committed() == null ? -1 : at.committed();
    return committed < at.beginning()
        ? "Group %s has committed offset %s of %s, which now begins at %s: what was between was deleted before the stage has processed it, and its results would be missing."
            .formatted(group, committed, at.partition(), at.beginning())
        : "Group %s has committed offset %s of %s, which ends at %s: the log was truncated, or the topic was created again."
            .formatted(group, committed, at.partition(), at.end());
  }

  private String noOffset(Collection<TopicPartition> partitions) {
    return "Group %s has no committed offset for %s"
        .formatted(group, partitions.stream().map(String::valueOf).sorted().collect(joining(", ")));
  }

  /** What is wrong, and how to decide where the stage goes on. */
  private UnusableException decide(String what, Collection<TopicPartition> partitions) {
    return new UnusableException(
        what,
        "Decide where it goes on, and commit that while no instance of the stage runs:\n"
            + fromTheBeginning(partitions)
            + "\n--to-earliest begins with the first record that is left, --to-latest skips all that"
            + " are there, --to-offset N goes on at N."
            + (changelog == null
                ? ""
                : " The state in topic "
                    + changelog
                    + " stays as it is: to begin again, delete that topic and the state folders as"
                    + " well."));
  }

  private String fromTheBeginning(Collection<TopicPartition> partitions) {
    Map<String, List<Integer>> byTopic =
        partitions.stream()
            .collect(
                groupingBy(
                    TopicPartition::topic,
                    TreeMap::new,
                    mapping(TopicPartition::partition, toList())));
    return byTopic.entrySet().stream()
        .map(
            topic ->
                resetting(
                    topic.getKey(),
                    topic.getValue().stream().sorted().map(String::valueOf).collect(joining(","))))
        .map(command -> "  " + command + " --to-earliest --execute")
        .collect(joining("\n"));
  }

  private String resetting(String topic, String partitions) {
    return "kafka-consumer-groups.sh --bootstrap-server %s --group %s --topic %s:%s --reset-offsets"
        .formatted(brokers, group, topic, partitions);
  }
}
