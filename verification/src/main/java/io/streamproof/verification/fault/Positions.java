package io.streamproof.verification.fault;

import io.streamproof.pipeline.spec.PipelineSpecification;
import io.streamproof.pipeline.spec.StageSpecification;
import io.streamproof.verification.stack.Stack;
import io.streamproof.verification.stack.StackException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/** Where a pipeline is, as the brokers and the audit tell; unknown while they do not answer. */
final class Positions implements AutoCloseable {
  private static final String ANSWER_MILLIS = "1000";

  /** One broker may not answer, and then another is asked. */
  private static final String ANSWERS_MILLIS = "3000";

  private final Stack stack;
  private final PipelineSpecification pipeline;
  private final Admin admin;

  Positions(Stack stack) {
    this.stack = stack;
    this.pipeline = stack.pipeline();
    this.admin =
        Admin.create(
            Map.of(
                "bootstrap.servers",
                stack.brokers(),
                "request.timeout.ms",
                ANSWER_MILLIS,
                "default.api.timeout.ms",
                ANSWERS_MILLIS,
                "reconnect.backoff.max.ms",
                "200"));
  }

  /** What is seen, if a position is reached. */
  Optional<String> reached(Trigger trigger) {
    if (trigger instanceof Trigger.Committed at) {
      return seen(at.stage() + " committed", committed(at.stage()), at.offsets());
    }
    if (trigger instanceof Trigger.Settled at) {
      return seen(at.stage() + " settled", settled(at.stage()), at.records());
    }
    if (trigger instanceof Trigger.Reached at) {
      TopicPartition partition =
          new TopicPartition(pipeline.name() + "." + at.topic(), at.partition());
      return seen(partition + " reached", ends(List.of(partition)), at.offset());
    }
    if (trigger instanceof Trigger.Arrived at) {
      return seen("source records", arrived(), at.records());
    }
    throw new IllegalArgumentException(trigger + " is no position");
  }

  /** All positions in a line, for the log. */
  String all() {
    String stages =
        pipeline.stages().stream()
            .map(stage -> stage.name() + " committed " + text(committed(stage.name())))
            .collect(Collectors.joining(", "));
    return "source records " + text(arrived()) + ", " + stages;
  }

  @Override
  public void close() {
    admin.close();
  }

  private OptionalLong committed(String name) {
    StageSpecification stage = pipeline.stage(name).orElseThrow();
    return sum(
        admin
            .listConsumerGroupOffsets(pipeline.group(stage))
            .partitionsToOffsetAndMetadata()
            .thenApply(
                offsets ->
                    offsets.values().stream()
                        .filter(Objects::nonNull)
                        .mapToLong(OffsetAndMetadata::offset)
                        .sum()));
  }

  private OptionalLong settled(String stage) {
    return stack
        .report()
        .map(report -> report.stage(stage))
        .map(books -> OptionalLong.of(books.consumed() - books.pending()))
        .orElse(OptionalLong.empty());
  }

  private OptionalLong arrived() {
    String source = pipeline.sourceTopic();
    return ends(
        IntStream.range(0, pipeline.partitionsOf(source))
            .mapToObj(number -> new TopicPartition(source, number))
            .toList());
  }

  private OptionalLong ends(List<TopicPartition> partitions) {
    Map<TopicPartition, OffsetSpec> latest =
        partitions.stream()
            .collect(Collectors.toMap(Function.identity(), partition -> OffsetSpec.latest()));
    return sum(
        admin
            .listOffsets(latest)
            .all()
            .thenApply(
                ends -> ends.values().stream().mapToLong(ListOffsetsResultInfo::offset).sum()));
  }

  private static OptionalLong sum(KafkaFuture<Long> answer) {
    try {
      return OptionalLong.of(answer.get());
    } catch (ExecutionException e) {
      // The brokers are away, or do not know the group or the topic yet.
      return OptionalLong.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StackException("interrupted while asking the brokers");
    }
  }

  private static Optional<String> seen(String what, OptionalLong position, long wanted) {
    return position.isPresent() && position.getAsLong() >= wanted
        ? Optional.of(what + " " + position.getAsLong())
        : Optional.empty();
  }

  private static String text(OptionalLong position) {
    return position.isPresent() ? String.valueOf(position.getAsLong()) : "unknown";
  }
}
