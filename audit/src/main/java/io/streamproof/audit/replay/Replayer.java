package io.streamproof.audit.replay;

import io.streamproof.audit.catalogue.AuditedStage;
import io.streamproof.audit.log.EvidenceGoneException;
import io.streamproof.audit.log.OutOfReachException;
import io.streamproof.audit.log.TopicLog;
import io.streamproof.pipeline.record.SourceRecord;
import io.streamproof.pipeline.stage.OutputRecord;
import java.util.List;
import java.util.function.BiConsumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Runs reference executions again. A stage with state resumes from the newest snapshot that is old
 * enough, or begins where its log does.
 */
public record Replayer(SnapshotStore snapshots) {
  /**
   * The reference of a stage, ready for what is to be read at an offset or before it.
   *
   * @param earliest the offset before which nothing can be read
   * @param atMost the offset that the replay must not be past
   */
  public StageReplay resume(AuditedStage stage, int partition, long earliest, long atMost) {
    if (!stage.stage().stateful()) {
      return StageReplay.from(stage, partition, atMost);
    }
    return snapshots
        .newest(stage.id(), partition, atMost, stage.pipeline().hash())
        .filter(snapshot -> snapshot.nextOffset() >= earliest)
        .map(snapshot -> StageReplay.from(stage, snapshot))
        .orElseGet(() -> StageReplay.from(stage, partition, earliest));
  }

  /**
   * Runs a stage on what its source holds before an offset.
   *
   * @throws EvidenceGoneException if retention has taken records that this needs
   * @throws OutOfReachException if it would take too long
   */
  public StageReplay before(TopicLog log, AuditedStage stage, int partition, long offset) {
    StageReplay replay = resume(stage, partition, 0, offset);
    log.visitAll(source(stage, partition), replay.next(), offset, replay::process);
    return replay;
  }

  /**
   * Visits each source record of the range {@code from <= offset < to} with what the stage must
   * emit for it.
   *
   * @throws EvidenceGoneException if retention has taken records that this needs
   */
  public void visit(
      TopicLog log,
      AuditedStage stage,
      int partition,
      long from,
      long to,
      BiConsumer<SourceRecord, List<OutputRecord>> visitor) {
    StageReplay replay = resume(stage, partition, 0, from);
    log.visitAll(
        source(stage, partition),
        replay.next(),
        to,
        record -> {
          List<OutputRecord> outputs = replay.process(record);
          if (record.offset() >= from) {
            visitor.accept(record, outputs);
          }
        });
  }

  private static TopicPartition source(AuditedStage stage, int partition) {
    return new TopicPartition(stage.sourceTopic(), partition);
  }
}
