package io.streamproof.audit.observation;

import io.streamproof.audit.catalogue.AuditedStage;
import io.streamproof.pipeline.record.SourceRecord;
import io.streamproof.pipeline.reference.ReferenceStage;
import io.streamproof.pipeline.stage.OutputRecord;
import java.util.List;

/**
 * The reference execution of one stage on one source partition, with the times at which its state
 * is worth a snapshot: often enough that little is repeated after a restart, seldom enough that
 * writing the state costs no more than a share of what was read since.
 */
final class Reader {
  private static final long LEAST_RECORDS_BETWEEN = 20_000;
  private static final int RECORDS_PER_ENTRY = 4;

  private final AuditedStage stage;
  private final int partition;
  private final ReferenceStage reference;
  private long next;
  private long sinceSnapshot;

  /** Whether the state follows from the whole log; one that does not is no base for anything. */
  private boolean whole;

  Reader(AuditedStage stage, int partition, long start) {
    this.stage = stage;
    this.partition = partition;
    this.reference = new ReferenceStage(stage.stage());
    this.next = start;
    this.whole = start == 0;
  }

  void resume(Snapshot snapshot) {
    reference.restore(snapshot.state());
    next = snapshot.nextOffset();
    whole = true;
  }

  /** The next offset that it needs; one without state needs nothing of the past. */
  long next() {
    return next;
  }

  /** Runs the reference on a record, unless it has already seen it. */
  List<OutputRecord> process(SourceRecord record) {
    if (record.offset() < next) {
      return List.of();
    }
    next = record.offset() + 1;
    sinceSnapshot++;
    return reference.process(record);
  }

  void expect(SourceRecord record, Batch batch) {
    List<OutputRecord> outputs = process(record);
    batch
        .block(BlockKey.of(stage, partition, record.offset()))
        .expect(record.offset(), record.timestamp(), outputs);
  }

  /** Adds a snapshot to the batch, if one is due or any change is to be kept. */
  void snapshot(Batch batch, boolean always) {
    boolean due =
        sinceSnapshot >= LEAST_RECORDS_BETWEEN
            && sinceSnapshot >= (long) RECORDS_PER_ENTRY * reference.stateSize();
    if (whole && stage.stage().stateful() && (due || (always && sinceSnapshot > 0))) {
      batch.snapshot(
          new Snapshot(stage.id(), partition, next, stage.pipeline().hash(), reference.snapshot()));
      sinceSnapshot = 0;
    }
  }

  AuditedStage stage() {
    return stage;
  }
}
