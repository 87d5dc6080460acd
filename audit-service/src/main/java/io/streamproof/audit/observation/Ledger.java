package io.streamproof.audit.observation;

import io.streamproof.audit.finding.Finding;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/** The ledger as an observer needs it: positions, and batches that move them. */
public interface Ledger {
  /** How far a partition has been read; empty if never. */
  Optional<ReadPosition> position(TopicPartition partition);

  /** Begins a partition that was never read. Does nothing if another instance just has. */
  void begin(TopicPartition partition, ReadPosition position);

  /**
   * Continues at an offset because the records before it are gone, and adds a finding that says so.
   * What was read stays read; the position's start moves, so that nothing is proven by records that
   * can no longer be replayed.
   */
  void skipTo(TopicPartition partition, long offset, Finding gone);

  /**
   * Writes a batch. Its snapshots are what snapshot stores give from then on; of each stage and
   * partition the newest few are kept.
   *
   * @throws FencedException if a position is not where the batch began: another instance has taken
   *     over, and nothing was written
   */
  void commit(ObservedBatch batch);

  /** Another instance has moved the position. */
  final class FencedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public FencedException(TopicPartition partition, long expected) {
      super("position of " + partition + " is no longer " + expected);
    }
  }
}
