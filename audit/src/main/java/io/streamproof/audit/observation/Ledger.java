package io.streamproof.audit.observation;

import io.streamproof.audit.baseline.PipelineBaseline;
import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.finding.Finding;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** The ledger as an observer needs it: positions, and batches that move them. */
public interface Ledger {
  /** How far a partition has been read; empty if never. */
  Optional<ReadPosition> position(TopicPartition partition);

  /** Begins a partition that was never read. Does nothing if another instance just has. */
  void begin(TopicPartition partition, ReadPosition position);

  /**
   * Begins the partitions of a baseline where it says, unless anything was read of the pipeline
   * before, and adds findings that say what cannot be verified. One instance alone does so.
   *
   * @return whether the baseline is this one now
   */
  boolean accept(AuditedPipeline pipeline, PipelineBaseline baseline, List<Finding> findings);

  /** The baseline of a pipeline, which never changes once anything was read of it. */
  PipelineBaseline baseline(AuditedPipeline pipeline);

  /**
   * Continues at an offset because the records before it are gone, and adds a finding that says so.
   * What was read stays read, and no record of it marks the log any more; the position's start
   * moves, so that nothing is proven by records that can no longer be replayed.
   */
  void skipTo(TopicPartition partition, long offset, Finding gone);

  /**
   * Reads no more of a partition, for good: its log is not what was read of it.
   *
   * @param from the offset from which on it is not; null: it is another log, which claims that are
   *     still to come may be about
   * @param why for reports
   */
  void halt(TopicPartition partition, @Nullable Long from, String why, List<Finding> findings);

  /**
   * Notes that a partition cannot be read or written at present; what is committed of it later
   * takes the note back.
   *
   * @param why for reports
   */
  void quarantine(TopicPartition partition, String why);

  /** Takes the notes back of partitions that are read without trouble, whoever wrote them. */
  void release(Set<TopicPartition> partitions);

  /**
   * Those source offsets of a range that ingest has acknowledged, as far as the ledger knows.
   *
   * @param most at most so many of them
   */
  List<Long> acknowledged(short pipelineId, int partition, long from, long to, int most);

  /**
   * Of these partitions, those whose position is not this offset: another instance reads them, or
   * the ledger is not the one that was written to.
   */
  Set<TopicPartition> moved(Map<TopicPartition, Long> positions);

  /**
   * Writes a batch. Its snapshots are what snapshot stores give from then on; of each stage and
   * partition the newest few are kept.
   *
   * @throws FencedException if a position is not where the batch began: another instance has taken
   *     over, and nothing was written
   * @throws AwayException if the ledger cannot be reached, whatever the batch holds
   */
  void commit(ObservedBatch batch);

  /** Another instance has moved the position. */
  final class FencedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public FencedException(TopicPartition partition, long expected) {
      super("position of " + partition + " is no longer " + expected);
    }
  }

  /** The ledger cannot be reached. */
  final class AwayException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public AwayException(RuntimeException cause) {
      super("the ledger cannot be reached: " + cause.getMessage(), cause);
    }
  }
}
