package io.streamproof.audit.replay;

import java.util.Optional;

/** Snapshots of the references' states, as the ledger keeps them with what was observed. */
public interface SnapshotStore {
  /** The newest snapshot of a stage's reference at or before an offset. */
  Optional<StateSnapshot> newest(short stageId, int partition, long atMost, String specification);

  /** The state of a stage's reference before {@code nextOffset} of a source partition. */
  record StateSnapshot(
      short stageId, int partition, long nextOffset, String specification, byte[] state) {}
}
