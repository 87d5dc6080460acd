package io.streamproof.audit.reconciliation;

import io.streamproof.audit.catalogue.AuditedStage;
import io.streamproof.audit.reconciliation.Judgement.ReadProgress;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * How far a stage has committed each source partition, and how far the audit must read the stage's
 * outputs until it has seen everything that those commits cover.
 *
 * <p>The order of the three lookups makes it safe: first how far the audit has read, then what the
 * stage has committed, then the high watermarks of its outputs. Everything that a commit covers is
 * below watermarks taken after the commit was seen.
 *
 * @param settled per source partition, the offset below which all will be settled
 * @param required per output partition, the offset that the audit must have reached
 */
record SettlementBarrier(Map<Integer, Long> settled, Map<TopicPartition, Long> required) {

  /**
   * Sets a barrier.
   *
   * @param read how far the audit has read, seen before {@code committed}
   * @param committed what the stage has committed, seen before {@code ends}
   * @param ends the high watermarks of the stage's outputs and dead letters
   */
  static SettlementBarrier of(
      AuditedStage stage,
      Map<TopicPartition, ReadProgress> read,
      Map<TopicPartition, Long> committed,
      Map<TopicPartition, Long> ends) {
    Map<Integer, Long> settled = new HashMap<>();
    for (int partition = 0; partition < stage.sourcePartitions(); partition++) {
      TopicPartition source = new TopicPartition(stage.sourceTopic(), partition);
      settled.put(
          partition,
          settled(
              read.getOrDefault(source, ReadProgress.NONE), committed.getOrDefault(source, 0L)));
    }
    return new SettlementBarrier(settled, ends);
  }

  /**
   * A stage that has committed past the last record there is has settled all that was read, the
   * markers behind that record included; else it has settled what it has committed.
   */
  private static long settled(ReadProgress read, long committed) {
    return committed > read.lastRecord() ? read.next() : Math.min(committed, read.next());
  }

  /**
   * Whether no log ends before what was read of it: one that does has lost its end, or is another.
   *
   * @param read what the barrier was set by
   */
  boolean isOfWholeLogs(Map<TopicPartition, ReadProgress> read) {
    return required.entrySet().stream()
        .allMatch(
            end -> read.getOrDefault(end.getKey(), ReadProgress.NONE).next() <= end.getValue());
  }

  /** Whether the audit has read all that it must. */
  boolean isReached(Map<TopicPartition, ReadProgress> read) {
    return required.entrySet().stream()
        .allMatch(
            end -> read.getOrDefault(end.getKey(), ReadProgress.NONE).next() >= end.getValue());
  }
}
