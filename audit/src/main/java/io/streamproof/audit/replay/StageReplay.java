package io.streamproof.audit.replay;

import io.streamproof.audit.catalogue.AuditedStage;
import io.streamproof.audit.replay.SnapshotStore.StateSnapshot;
import io.streamproof.pipeline.record.SourceRecord;
import io.streamproof.pipeline.reference.ReferenceStage;
import io.streamproof.pipeline.stage.OutputRecord;
import java.util.List;
import java.util.Optional;

/** The reference execution of one stage on one source partition, from a known offset on. */
public final class StageReplay {
  private final AuditedStage stage;
  private final int partition;
  private final ReferenceStage reference;
  private final boolean whole;
  private long next;

  private StageReplay(AuditedStage stage, int partition, long next, boolean whole) {
    this.stage = stage;
    this.partition = partition;
    this.reference = new ReferenceStage(stage.stage());
    this.next = next;
    this.whole = whole;
  }

  /** Begins without state at an offset. */
  public static StageReplay from(AuditedStage stage, int partition, long offset) {
    return new StageReplay(stage, partition, offset, offset == 0);
  }

  /** Continues from a state. */
  public static StageReplay from(AuditedStage stage, StateSnapshot snapshot) {
    StageReplay replay = new StageReplay(stage, snapshot.partition(), snapshot.nextOffset(), true);
    replay.reference.restore(snapshot.state());
    return replay;
  }

  /** Runs the reference on a record, unless it has run on it already. */
  public List<OutputRecord> process(SourceRecord record) {
    if (record.offset() < next) {
      return List.of();
    }
    next = record.offset() + 1;
    return reference.process(record);
  }

  /** The offset of the next record that it needs. */
  public long next() {
    return next;
  }

  /** How many entries its state holds. */
  public int stateSize() {
    return reference.stateSize();
  }

  /** Its state; empty if that does not follow from the whole log, and so is no base for others. */
  public Optional<StateSnapshot> snapshot() {
    return whole && stage.stage().stateful()
        ? Optional.of(
            new StateSnapshot(
                stage.id(), partition, next, stage.pipeline().hash(), reference.snapshot()))
        : Optional.empty();
  }
}
