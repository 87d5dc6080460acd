package io.streamproof.audit.investigation;

import io.streamproof.audit.observation.Snapshot;
import java.util.Optional;

/** Snapshots of the references' states, to begin a repetition from. */
public interface Snapshots {
  /** The newest snapshot of a stage's reference at or before an offset. */
  Optional<Snapshot> newest(short stageId, int partition, long atMost, String specification);
}
