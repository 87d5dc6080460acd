package io.streamproof.audit.reconciliation;

import io.streamproof.audit.catalogue.AuditedStage;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * A point up to which a stage will be settled: how far it has committed each source partition, and
 * how far the audit must have read its outputs until all that those commits cover has been seen.
 *
 * <p>The order of looking is what makes it safe: first how far the audit has read, then what the
 * stage has committed, then the high watermarks of its outputs. Everything that a commit covers
 * lies below watermarks taken after the commit was seen.
 *
 * @param settled per source partition, the offset below which all will be settled
 * @param required per output partition, the offset that the audit must have reached
 */
public record Checkpoint(Map<Integer, Long> settled, Map<TopicPartition, Long> required) {

  /**
   * Takes a checkpoint.
   *
   * @param read how far the audit has read, seen before {@code committed}
   * @param committed what the stage has committed, seen before {@code ends}
   * @param ends the high watermarks of the stage's outputs and dead letters
   */
  static Checkpoint of(
      AuditedStage stage,
      Map<TopicPartition, Progress> read,
      Map<TopicPartition, Long> committed,
      Map<TopicPartition, Long> ends) {
    Map<Integer, Long> settled = new HashMap<>();
    for (int partition = 0; partition < stage.sourcePartitions(); partition++) {
      TopicPartition source = new TopicPartition(stage.sourceTopic(), partition);
      settled.put(
          partition,
          settled(read.getOrDefault(source, Progress.NONE), committed.getOrDefault(source, 0L)));
    }
    return new Checkpoint(settled, ends);
  }

  /**
   * A stage that has committed past the last record there is has settled all that was read, the
   * markers behind that record included; else it has settled what it has committed.
   */
  private static long settled(Progress read, long committed) {
    return committed > read.lastRecord() ? read.next() : Math.min(committed, read.next());
  }

  /** Whether the audit has read all that it must. */
  boolean isReached(Map<TopicPartition, Progress> read) {
    return required.entrySet().stream()
        .allMatch(end -> read.getOrDefault(end.getKey(), Progress.NONE).next() >= end.getValue());
  }
}
