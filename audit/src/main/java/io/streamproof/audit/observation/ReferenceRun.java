package io.streamproof.audit.observation;

import io.streamproof.audit.catalogue.AuditedStage;
import io.streamproof.audit.replay.Replayer;
import io.streamproof.audit.replay.StageReplay;
import io.streamproof.pipeline.record.SourceRecord;
import io.streamproof.pipeline.stage.OutputRecord;
import java.util.List;

/**
 * The expected side of one stage on one source partition, with the times at which its state is
 * worth a snapshot: often enough that little is repeated after a restart, seldom enough that
 * writing the state costs no more than a share of what was read since.
 */
final class ReferenceRun {
  private static final long LEAST_RECORDS_BETWEEN = 20_000;
  private static final int RECORDS_PER_ENTRY = 4;

  private final AuditedStage stage;
  private final int partition;
  private final StageReplay replay;
  private long sinceSnapshot;

  ReferenceRun(AuditedStage stage, int partition, ReadPosition position, Replayer replayer) {
    this.stage = stage;
    this.partition = partition;
    this.replay = replayer.resume(stage, partition, position.start(), position.next());
  }

  /** The next offset that it needs; a stage without state needs nothing of the past. */
  long next() {
    return replay.next();
  }

  /** Brings the state up to date; what it gives is counted already. */
  List<OutputRecord> catchUp(SourceRecord record) {
    if (record.offset() >= replay.next()) {
      sinceSnapshot++;
    }
    return replay.process(record);
  }

  void expect(SourceRecord record, ObservedBatch batch) {
    List<OutputRecord> outputs = catchUp(record);
    batch
        .block(BlockKey.of(stage, partition, record.offset()))
        .expect(record.offset(), record.timestamp(), outputs);
  }

  /** Adds a snapshot to the batch, if one is due or any change is to be kept. */
  void snapshot(ObservedBatch batch, boolean always) {
    boolean due =
        sinceSnapshot >= LEAST_RECORDS_BETWEEN
            && sinceSnapshot >= (long) RECORDS_PER_ENTRY * replay.stateSize();
    if (due || (always && sinceSnapshot > 0)) {
      replay
          .snapshot()
          .ifPresent(
              snapshot -> {
                batch.snapshot(snapshot);
                sinceSnapshot = 0;
              });
    }
  }
}
