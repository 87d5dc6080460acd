package io.streamproof.audit.investigation;

import io.streamproof.audit.catalogue.AuditedStage;
import io.streamproof.audit.observation.Snapshot;
import io.streamproof.pipeline.record.SourceRecord;
import io.streamproof.pipeline.reference.ReferenceStage;
import io.streamproof.pipeline.stage.OutputRecord;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Repeats the reference execution of a stage on a range of its source. A stage with state is begun
 * from the newest snapshot before the range, or from the beginning of the log.
 */
final class Repetition {
  private final Log log;
  private final Snapshots snapshots;

  Repetition(Log log, Snapshots snapshots) {
    this.log = log;
    this.snapshots = snapshots;
  }

  /** The evidence that a repetition needs is no longer there. */
  static final class EvidenceGoneException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    EvidenceGoneException(String message) {
      super(message);
    }
  }

  /**
   * Visits each source record of the range {@code from <= offset < to} with what the stage must
   * emit for it.
   *
   * @throws EvidenceGoneException if records that it needs are gone
   */
  void run(
      AuditedStage stage,
      int partition,
      long from,
      long to,
      BiConsumer<SourceRecord, List<OutputRecord>> visitor) {
    ReferenceStage reference = new ReferenceStage(stage.stage());
    long begin = stage.stage().stateful() ? restore(stage, partition, from, reference) : from;
    TopicPartition source = new TopicPartition(stage.sourceTopic(), partition);
    long beginning = log.beginning(source);
    if (begin < beginning) {
      throw new EvidenceGoneException(
          "records %d to %d of %s are gone".formatted(begin, beginning - 1, source));
    }
    log.visit(
        source,
        begin,
        to,
        record -> {
          List<OutputRecord> outputs = reference.process(record);
          if (record.offset() >= from) {
            visitor.accept(record, outputs);
          }
        });
  }

  private long restore(AuditedStage stage, int partition, long from, ReferenceStage reference) {
    Optional<Snapshot> snapshot =
        snapshots.newest(stage.id(), partition, from, stage.pipeline().hash());
    snapshot.ifPresent(found -> reference.restore(found.state()));
    return snapshot.map(Snapshot::nextOffset).orElse(0L);
  }
}
