package io.streamproof.pipeline.reference;

import io.streamproof.pipeline.operator.MemoryState;
import io.streamproof.pipeline.record.SourceRecord;
import io.streamproof.pipeline.stage.OutputRecord;
import io.streamproof.pipeline.stage.Stage;
import java.util.List;

/**
 * A stage run alone on the log of one source partition: what it gives is what is expected. Records
 * must be given in order of offset, none left out; not thread-safe.
 */
public final class ReferenceStage {
  private final Stage stage;
  private final MemoryState state = new MemoryState();

  public ReferenceStage(Stage stage) {
    this.stage = stage;
  }

  /** What the stage must emit for the next record of the partition. */
  public List<OutputRecord> process(SourceRecord record) {
    return stage.process(record, state);
  }

  public Stage stage() {
    return stage;
  }

  /** How many entries its state holds. */
  public int stateSize() {
    return state.size();
  }

  /** Its state as bytes, from which {@link #restore} continues. */
  public byte[] snapshot() {
    return state.snapshot();
  }

  /** Continues from a snapshot instead of from the beginning. */
  public void restore(byte[] snapshot) {
    state.restore(snapshot);
  }

  /** Forgets its state, to begin from the beginning of a log. */
  public void reset() {
    state.clear();
  }
}
