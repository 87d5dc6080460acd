package io.streamproof.audit.observation;

import io.streamproof.audit.finding.Finding;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/** The ledger as an observer needs it: positions, and batches that move them. */
public interface Ledger {
  /** How far a partition has been read; empty if never. */
  Optional<Position> position(TopicPartition partition);

  /** Begins a partition that was never read. Does nothing where somebody else just has. */
  void begin(TopicPartition partition, Position position);

  /**
   * Goes on at an offset because what lies before is gone, and says so. What was read stays read;
   * the position's start moves, so that nothing is proven by what can no longer be repeated.
   */
  void skipTo(TopicPartition partition, long offset, Finding gone);

  /** The newest snapshot of a stage's reference at or before an offset. */
  Optional<Snapshot> snapshot(short stageId, int partition, long atMost, String specification);

  /**
   * Writes a batch.
   *
   * @throws FencedException if a position is not where the batch began: another instance has taken
   *     over, and nothing was written
   */
  void commit(Batch batch);

  /** Somebody else has moved the position. */
  final class FencedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public FencedException(TopicPartition partition, long expected) {
      super("position of " + partition + " is no longer " + expected);
    }
  }
}
