package io.streamproof.audit.observation;

import io.streamproof.audit.finding.Finding;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/** The ledger of an audit that begins and never commits. */
final class NoLedger implements Ledger {
  @Override
  public Optional<Position> position(TopicPartition partition) {
    return Optional.empty();
  }

  @Override
  public Optional<Snapshot> snapshot(
      short stageId, int partition, long atMost, String specification) {
    return Optional.empty();
  }

  @Override
  public void begin(TopicPartition partition, Position position) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void skipTo(TopicPartition partition, long offset, Finding gone) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void commit(Batch batch) {
    throw new UnsupportedOperationException();
  }
}
