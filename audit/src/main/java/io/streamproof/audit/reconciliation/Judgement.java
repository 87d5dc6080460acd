package io.streamproof.audit.reconciliation;

import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.catalogue.AuditedStage;
import io.streamproof.audit.log.LogIdentity.EpochMark;
import java.time.Instant;
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
   * Cuts the blocks of the stages that read a topic, so that what is before each end can be judged
   * whatever comes after it.
   *
   * @param ends where to cut, per partition of the topic
   * @return where it was cut: there, or behind what the ledger has of the block already
   */
  Map<TopicPartition, Long> cut(AuditedPipeline pipeline, Map<TopicPartition, Long> ends);

  /**
   * Judges the segments of a pipeline as each {@link Segment#decide decides}. Results of judged
   * segments that took too long are found LATE.
   *
   * @return how many segments it compacted
   */
  int judge(AuditedPipeline pipeline);

  /** Open segments with an observed origin that the audit has not yet seen in the source. */
  List<Ahead> ahead(AuditedPipeline pipeline);

  /** Marks a segment as SUSPECT. */
  void suspect(Ahead segment);

  /** Compacts the source blocks that are {@link SourceBlock#isComplete complete}. */
  void judgeSource(AuditedPipeline pipeline);

  /**
   * The first open source blocks, in order, at most {@code most}, that do not {@link
   * SourceBlock#agrees agree}: of which records or claims are still to come.
   */
  List<SourceBlock> openSourceBlocks(AuditedPipeline pipeline, int most);

  /**
   * A segment that is ahead of what the audit has read of its source.
   *
   * @param from the segment's first offset
   * @param observedLast the greatest origin offset observed
   * @param settled the offset below which its hop is settled; -1: it was never checked
   */
  record Ahead(short stageId, int partition, long from, long observedLast, long settled) {

    /**
     * Whether it holds something that comes from nowhere, and nothing else that is still to settle.
     *
     * @param sourceEnd where the source ends, looked up after it was seen to be ahead
     */
    boolean isNowhere(long sourceEnd) {
      return observedLast >= sourceEnd && (from >= sourceEnd || settled >= sourceEnd);
    }
  }

  /**
   * How far the audit has read a partition.
   *
   * @param next the offset to read next
   * @param lastRecord the offset of the last record read; -1: none
   * @param topicId of the topic that was read; null: not known
   * @param trouble why it is not read any more, or not at present; null: it is read
   * @param lastTime the greatest event time read; null: no record yet
   * @param mark the last record read, by which the log is recognised; null: not known
   */
  public record ReadProgress(
      long next,
      long lastRecord,
      @Nullable UUID topicId,
      @Nullable String trouble,
      @Nullable Instant lastTime,
      @Nullable EpochMark mark) {
    public static final ReadProgress NONE = new ReadProgress(0, -1, null, null, null, null);
  }

  /** A stage on one of its source partitions. */
  public record HopKey(short stageId, int partition) {}

  /**
   * How far a pipeline is settled and judged, by source offsets.
   *
   * @param settled below which all is settled
   * @param firstUnjudged the first offset of the first segment that is not judged; missing: all are
   */
  public record JudgedOffsets(Map<HopKey, Long> settled, Map<HopKey, Long> firstUnjudged) {
    public JudgedOffsets {
      settled = Map.copyOf(settled);
      firstUnjudged = Map.copyOf(firstUnjudged);
    }

    long settled(AuditedStage stage, int partition) {
      return settled.getOrDefault(new HopKey(stage.id(), partition), -1L);
    }

    long firstUnjudged(AuditedStage stage, int partition) {
      return firstUnjudged.getOrDefault(new HopKey(stage.id(), partition), Long.MAX_VALUE);
    }
  }
}
