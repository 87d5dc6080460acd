package io.streamproof.audit.reconciliation;

import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.log.LogIdentity.EpochMark;
import io.streamproof.audit.log.OffsetReader;
import io.streamproof.audit.reconciliation.Judgement.ReadProgress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;

/**
 * Where the logs of a pipeline end, and whether they are still the logs that the ledger has read. A
 * log is cut only by a change of its leader: if the leaders are the same at the beginning and at
 * the end, nothing was cut in between. What was read before the beginning is in the same log if its
 * last record still is. Not thread-safe.
 */
final class LogEnds {
  private final AuditedPipeline pipeline;
  private final Judgement judgement;
  private final OffsetReader offsets;
  private final RecordReader records;
  private final Map<TopicPartition, Integer> epochs = new HashMap<>();
  private boolean isVoid;

  LogEnds(
      AuditedPipeline pipeline, Judgement judgement, OffsetReader offsets, RecordReader records) {
    this.pipeline = pipeline;
    this.judgement = judgement;
    this.offsets = offsets;
    this.records = records;
  }

  /**
   * The high watermarks of a topic. A log that ends before what was read of it was cut, though
   * nobody may have noticed yet.
   */
  Map<TopicPartition, Long> of(String topic) {
    List<TopicPartition> partitions = partitions(topic);
    Map<TopicPartition, ReadProgress> read = judgement.progress(pipeline);
    epochs.putAll(offsets.epochs(partitions));
    Map<TopicPartition, Long> ends = offsets.ends(partitions);
    isVoid |=
        partitions.stream()
            .anyMatch(
                each ->
                    ends.getOrDefault(each, 0L)
                        < read.getOrDefault(each, ReadProgress.NONE).next());
    return ends;
  }

  /** Whether a log was cut, or may have been. */
  boolean isVoid() {
    return isVoid;
  }

  /** Whether all ends that it has given are of the logs that were read up to now. */
  boolean areOfLogs(Map<TopicPartition, ReadProgress> read) {
    Map<String, UUID> ids = offsets.topicIds(pipeline.topics().keySet());
    isVoid |= !epochs.equals(offsets.epochs(epochs.keySet()));
    return !isVoid
        && pipeline.topics().keySet().stream()
            .flatMap(topic -> partitions(topic).stream())
            .allMatch(
                partition -> {
                  ReadProgress progress = read.getOrDefault(partition, ReadProgress.NONE);
                  UUID id = ids.get(partition.topic());
                  return id != null
                      && id.equals(progress.topicId())
                      && progress.trouble() == null
                      && isMarkThere(partition, progress);
                });
  }

  private boolean isMarkThere(TopicPartition partition, ReadProgress progress) {
    EpochMark mark = progress.mark();
    Integer epoch = epochs.get(partition);
    return mark == null || epoch == null || epoch == mark.epoch() || records.has(partition, mark);
  }

  List<TopicPartition> partitions(String topic) {
    return IntStream.range(0, pipeline.specification().partitionsOf(topic))
        .mapToObj(partition -> new TopicPartition(topic, partition))
        .toList();
  }
}
