package io.streamproof.operator.host;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toMap;

import io.streamproof.pipeline.record.Origin;
import io.streamproof.pipeline.record.SourceRecord;
import io.streamproof.pipeline.spec.PipelineSpecification;
import io.streamproof.pipeline.stage.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * Looks for what shows that a stage has processed records of its source before: entries in the log
 * of its state, records in its output and dead-letter topics with an origin of it. Others may write
 * to the same output, so that only an origin is proof; and a search takes a minute at most.
 *
 * @param changelog the topic of the stage's state; null: it keeps none
 */
record EarlierResultsSearch(Brokers brokers, Stage stage, @Nullable String changelog) {
  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final Duration POLL = Duration.ofMillis(200);

  /** Looks until it has found one of these source partitions. */
  EarlierResults search(Set<Integer> partitions) {
    if (partitions.isEmpty()) {
      return EarlierResults.NONE;
    }
    String state = state(partitions);
    return state == null ? outputs(partitions) : EarlierResults.at(state);
  }

  /** Whether the log of the stage's state does not exist. */
  boolean lacksState() {
    return changelog != null && partitionsOf(changelog) == 0;
  }

  private @Nullable String state(Set<Integer> partitions) {
    if (changelog == null) {
      return null;
    }
    int there = partitionsOf(changelog);
    Stream<TopicPartition> logs =
        partitions.stream().filter(p -> p < there).map(p -> new TopicPartition(changelog, p));
    return offsets(logs, OffsetSpec.latest()).entrySet().stream()
        .filter(end -> end.getValue() > 0)
        .map(end -> "its state has a log, " + end.getKey())
        .min(String::compareTo)
        .orElse(null);
  }

  /** 0: there is no such topic. */
  private int partitionsOf(String topic) {
    try {
      return brokers
          .await(admin -> admin.describeTopics(List.of(topic)).topicNameValues().get(topic))
          .partitions()
          .size();
    } catch (KafkaException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        return 0;
      }
      throw e;
    }
  }

  private EarlierResults outputs(Set<Integer> partitions) {
    PipelineSpecification pipeline = stage.pipeline();
    List<TopicPartition> outputs =
        Stream.of(
                pipeline.outputTopic(stage.specification()),
                pipeline.deadLetterTopic(stage.specification()))
            .flatMap(
                topic ->
                    IntStream.range(0, pipeline.partitionsOf(topic))
                        .mapToObj(partition -> new TopicPartition(topic, partition)))
            .toList();
    Map<TopicPartition, Long> beginnings = offsets(outputs.stream(), OffsetSpec.earliest());
    // Including what open transactions hold back: it is read once they have ended.
    Map<TopicPartition, Long> ends = offsets(outputs.stream(), OffsetSpec.latest());
    List<TopicPartition> filled =
        outputs.stream()
            .filter(output -> !Objects.equals(beginnings.get(output), ends.get(output)))
            .toList();
    EarlierResults read = read(filled, beginnings, ends, partitions);
    String gone = gone(beginnings);
    return read.found() != null || read.unsearched() != null || gone.isEmpty()
        ? read
        : EarlierResults.unsearched("records were deleted from " + gone);
  }

  private static String gone(Map<TopicPartition, Long> beginnings) {
    return beginnings.entrySet().stream()
        .filter(beginning -> beginning.getValue() > 0)
        .map(beginning -> String.valueOf(beginning.getKey()))
        .sorted()
        .collect(joining(", "));
  }

  private EarlierResults read(
      List<TopicPartition> outputs,
      Map<TopicPartition, Long> beginnings,
      Map<TopicPartition, Long> ends,
      Set<Integer> partitions) {
    if (outputs.isEmpty()) {
      return EarlierResults.NONE;
    }
    long start = System.nanoTime();
    try (Consumer<byte[], byte[]> consumer = brokers.consumer()) {
      consumer.assign(outputs);
      outputs.forEach(
          output -> consumer.seek(output, Objects.requireNonNull(beginnings.get(output))));
      List<TopicPartition> unread = new ArrayList<>(outputs);
      while (!unread.isEmpty()) {
        for (var record : consumer.poll(POLL)) {
          String place = place(SourceRecord.of(record), partitions);
          if (place != null) {
            return EarlierResults.at(place);
          }
        }
        unread.removeIf(
            output -> consumer.position(output) >= Objects.requireNonNull(ends.get(output)));
        if (System.nanoTime() - start > LIMIT.toNanos()) {
          return EarlierResults.unsearched(
              "its topics have more records than can be read within " + LIMIT.toSeconds() + " s");
        }
      }
      return EarlierResults.NONE;
    } catch (TopicAuthorizationException e) {
      return EarlierResults.unsearched(
          "its user must not read " + String.join(", ", e.unauthorizedTopics()));
    }
  }

  private @Nullable String place(SourceRecord record, Set<Integer> partitions) {
    Origin origin = record.origin();
    return origin != null
            && origin.stage().equals(stage.name())
            && partitions.contains(origin.partition())
        ? "%s-%s at offset %s has the origin %s"
            .formatted(record.topic(), record.partition(), record.offset(), origin.id())
        : null;
  }

  private Map<TopicPartition, Long> offsets(Stream<TopicPartition> partitions, OffsetSpec which) {
    Map<TopicPartition, OffsetSpec> wanted =
        partitions.collect(toMap(Function.identity(), partition -> which));
    ListOffsetsOptions highWatermark = new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED);
    return brokers
        .await(admin -> admin.listOffsets(wanted, highWatermark).all())
        .entrySet()
        .stream()
        .collect(toMap(Map.Entry::getKey, at -> at.getValue().offset()));
  }
}
