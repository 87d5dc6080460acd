package io.streamproof.audit.monitor;

import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.catalogue.AuditedStage;
import io.streamproof.audit.log.OffsetReader;
import io.streamproof.audit.reconciliation.Judgement;
import io.streamproof.audit.reconciliation.Judgement.ReadProgress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;

/**
 * How far stages and the audit have come in a pipeline's topics, as seen at one time. What the
 * audit has read is looked up first, what stages have committed next, where the topics end last: so
 * nothing ever seems to be ahead of what it follows.
 *
 * @param nanos when the poll began, by a clock that never goes back
 * @param read how far the audit has read
 * @param committed per stage, by its id, what it has committed of its source
 * @param ends the high watermarks of all topics
 */
record PipelinePoll(
    long nanos,
    Map<TopicPartition, ReadProgress> read,
    Map<Short, Map<TopicPartition, Long>> committed,
    Map<TopicPartition, Long> ends) {

  static PipelinePoll at(
      AuditedPipeline pipeline, Judgement judgement, OffsetReader offsets, LongSupplier nanoClock) {
    long nanos = nanoClock.getAsLong();
    Map<TopicPartition, ReadProgress> read = judgement.progress(pipeline);
    Map<Short, Map<TopicPartition, Long>> committed = new HashMap<>();
    for (AuditedStage stage : pipeline.stages()) {
      committed.put(stage.id(), offsets.committed(stage.group()));
    }
    return new PipelinePoll(nanos, read, committed, offsets.ends(partitions(pipeline)));
  }

  ReadProgress read(TopicPartition partition) {
    return read.getOrDefault(partition, ReadProgress.NONE);
  }

  /** What a stage has committed of a partition; 0 if nothing. */
  long committed(AuditedStage stage, TopicPartition partition) {
    return committed.getOrDefault(stage.id(), Map.of()).getOrDefault(partition, 0L);
  }

  long end(TopicPartition partition) {
    return ends.getOrDefault(partition, 0L);
  }

  /** Whether a record of a partition is not committed by the stage. */
  boolean waits(AuditedStage stage, TopicPartition partition) {
    return committed(stage, partition) <= read(partition).lastRecord();
  }

  static List<TopicPartition> sources(AuditedStage stage) {
    return partitions(stage.sourceTopic(), stage.sourcePartitions());
  }

  static List<TopicPartition> partitions(String topic, int count) {
    return IntStream.range(0, count).mapToObj(p -> new TopicPartition(topic, p)).toList();
  }

  private static List<TopicPartition> partitions(AuditedPipeline pipeline) {
    List<TopicPartition> partitions = new ArrayList<>();
    pipeline.topics().forEach((topic, count) -> partitions.addAll(partitions(topic, count)));
    return partitions;
  }
}
