package io.streamproof.audit.replay;

import java.util.List;
import java.util.Optional;

/** Snapshots of the references' states. */
public interface SnapshotStore {
  /** The newest snapshot of a stage's reference at or before an offset. */
  Optional<StateSnapshot> newest(short stageId, int partition, long atMost, String specification);

  /** Adds snapshots; of each stage and partition the newest few are kept. */
  void add(List<StateSnapshot> snapshots);

  /** The state of a stage's reference before {@code nextOffset} of a source partition. */
  record StateSnapshot(
      short stageId, int partition, long nextOffset, String specification, byte[] state) {}
}
