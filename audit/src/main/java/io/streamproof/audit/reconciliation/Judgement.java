package io.streamproof.audit.reconciliation;

import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.catalogue.AuditedStage;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** The ledger as the reconciliation needs it. */
public interface Judgement {
  /** How far the pipeline's topics have been read. */
  Map<TopicPartition, ReadProgress> progress(AuditedPipeline pipeline);

  /** How far the stage is settled, per source partition; empty if it was never checked. */
  Map<Integer, Long> settled(AuditedStage stage);

  /** How far a pipeline is settled, and what is not judged yet; what is settled is read first. */
  JudgedOffsets judged(AuditedPipeline pipeline);

  /** Writes how far a stage is settled; it never goes back. */
  void settle(AuditedStage stage, Map<Integer, Long> settled);

  /**
   * Judges the settled blocks of a pipeline: compacts those that are full and whose sides agree,
   * marks as PROVEN those that agree so far, and as SUSPECT those that do not. Results of judged
   * blocks that took too long are found LATE.
   *
   * @return how many blocks it compacted
   */
  int judge(AuditedPipeline pipeline);

  /** Open blocks with an observed origin that the audit has not yet seen in the source. */
  List<Ahead> ahead(AuditedPipeline pipeline);

  /** Marks a block as SUSPECT. */
  void suspect(Ahead block);

  /** Compacts the source blocks whose claims are all met, or are awaited no longer. */
  void judgeSource(AuditedPipeline pipeline);

  /**
   * How many source records below these offsets of the source's partitions are not claimed. Those
   * that have waited for so long that no claim is awaited any more do not count.
   */
  long unclaimedBelow(AuditedPipeline pipeline, Map<Integer, Long> offsets);

  /**
   * A block that is ahead of what the audit has read of its source.
   *
   * @param observedLast the greatest origin offset observed
   */
  record Ahead(short stageId, int partition, long number, long observedLast) {}

  /**
   * How far the audit has read a partition.
   *
   * @param next the offset to read next
   * @param lastRecord the offset of the last record read; -1: none
   * @param topicId of the topic that was read; null: not known
   * @param trouble why it is not read any more, or not at present; null: it is read
   */
  public record ReadProgress(
      long next, long lastRecord, @Nullable UUID topicId, @Nullable String trouble) {
    public static final ReadProgress NONE = new ReadProgress(0, -1, null, null);
  }

  /** A stage on one of its source partitions. */
  public record HopKey(short stageId, int partition) {}

  /**
   * How far a pipeline is settled and judged, by source offsets.
   *
   * @param settled below which all is settled
   * @param firstUnjudged the first offset of the first block that is not judged; missing: all are
   * @param firstUnclaimed per source partition, the first offset of the first block with claims
   *     that are not met, or still awaited; missing: there is none
   */
  public record JudgedOffsets(
      Map<HopKey, Long> settled,
      Map<HopKey, Long> firstUnjudged,
      Map<Integer, Long> firstUnclaimed) {
    public JudgedOffsets {
      settled = Map.copyOf(settled);
      firstUnjudged = Map.copyOf(firstUnjudged);
      firstUnclaimed = Map.copyOf(firstUnclaimed);
    }

    long settled(AuditedStage stage, int partition) {
      return settled.getOrDefault(new HopKey(stage.id(), partition), -1L);
    }

    long firstUnjudged(AuditedStage stage, int partition) {
      return firstUnjudged.getOrDefault(new HopKey(stage.id(), partition), Long.MAX_VALUE);
    }
  }
}
