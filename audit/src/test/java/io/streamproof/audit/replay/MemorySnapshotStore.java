package io.streamproof.audit.replay;

import io.streamproof.audit.replay.SnapshotStore.StateSnapshot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Snapshots in memory. */
public final class MemorySnapshotStore implements SnapshotStore {
  private final List<StateSnapshot> snapshots = new ArrayList<>();

  @Override
  public Optional<StateSnapshot> newest(
      short stageId, int partition, long atMost, String specification) {
    return snapshots.stream()
        .filter(
            snapshot ->
                snapshot.stageId() == stageId
                    && snapshot.partition() == partition
                    && snapshot.nextOffset() <= atMost
                    && snapshot.specification().equals(specification))
        .max(Comparator.comparingLong(StateSnapshot::nextOffset));
  }

  /** Adds snapshots, as the ledger does with those of a batch. */
  public void add(List<StateSnapshot> more) {
    snapshots.addAll(more);
  }

  /** A replayer without any snapshots. */
  public static Replayer empty() {
    return new Replayer(new MemorySnapshotStore());
  }
}
