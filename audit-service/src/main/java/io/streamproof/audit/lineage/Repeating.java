package io.streamproof.audit.lineage;

import io.streamproof.audit.catalogue.AuditedStage;
import io.streamproof.audit.investigation.Snapshots;
import io.streamproof.audit.observation.Snapshot;
import io.streamproof.pipeline.record.SourceRecord;
import io.streamproof.pipeline.reference.ReferenceStage;
import io.streamproof.pipeline.spec.OperatorSpecification.Aggregate;
import io.streamproof.pipeline.spec.OperatorSpecification.Deduplicate;
import io.streamproof.pipeline.spec.OperatorSpecification.Lookup;
import io.streamproof.pipeline.stage.OutputRecord;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Repeats a stage on one source record, with a state rebuilt from what that record's result depends
 * on: nothing; the records of its key and window; the record that was joined; the copies of its
 * event; or, for an operator of the user's own, all since a snapshot.
 */
final class Repeating {
  /**
   * From so many records on, those of a window are not all read from where the log says that the
   * first may stand, but from where the times say so.
   */
  private static final int FAR = 50_000;

  private final Reading reading;
  private final Snapshots snapshots;

  Repeating(Reading reading, Snapshots snapshots) {
    this.reading = reading;
    this.snapshots = snapshots;
  }

  /**
   * What the stage must emit for a record.
   *
   * @param result an emission of it that is asked about, whose key and time say which window; null:
   *     the record's own window
   * @throws OutOfReachException if what it needs is gone or too far away
   */
  Repeated repeat(
      AuditedStage stage,
      SourceRecord record,
      @Nullable SourceRecord result,
      Contributors.Page page) {
    ReferenceStage reference = new ReferenceStage(stage.stage());
    if (!stage.stage().stateful()) {
      return Repeated.surely(reference.process(record), null);
    }
    if (stage.specification().operator() instanceof Aggregate aggregate) {
      return aggregated(stage, aggregate, record, result, page);
    }
    if (stage.specification().operator() instanceof Deduplicate deduplicate) {
      return new Deduplicated(reading, stage, deduplicate.within().toMillis()).repeat(record);
    }
    if (stage.specification().operator() instanceof Lookup lookup) {
      return new Joined(reading, stage, lookup.keep()).repeat(record);
    }
    TopicPartition source = new TopicPartition(stage.sourceTopic(), record.partition());
    long base = restore(stage, record, reference);
    reading.scan(source, base, record.offset(), reference::process);
    return Repeated.surely(reference.process(record), null);
  }

  private Repeated aggregated(
      AuditedStage stage,
      Aggregate aggregate,
      SourceRecord record,
      @Nullable SourceRecord result,
      Contributors.Page page) {
    Window window = Window.of(aggregate, result == null ? record : result);
    byte @Nullable [] key = result == null || !window.onClose() ? record.key() : result.key();
    Gathering gathering = new Gathering(page);
    ReferenceStage reference = new ReferenceStage(stage.stage());
    TopicPartition source = new TopicPartition(stage.sourceTopic(), record.partition());
    long from = window.endless() ? 0 : reading.firstSince(source, window.start());
    if (window.endless() && record.offset() > Reading.MOST_RECORDS / 3) {
      from = restore(stage, record, reference);
    }
    boolean sure = true;
    if (!window.endless()) {
      reading.requireAllSince(source, window.start() - window.disorderMillis());
      if (record.offset() - from > FAR) {
        long nearer = reading.about(source, from, record.offset(), window.before());
        sure = nearer == from;
        from = nearer;
      }
    }
    boolean complete = sure && (!window.endless() || from == 0);
    reading.scan(
        source,
        from,
        record.offset(),
        earlier -> {
          if (window.concerns(earlier, key)) {
            boolean failed = reference.process(earlier).stream().anyMatch(OutputRecord::deadLetter);
            if (!failed && window.holds(earlier, key)) {
              gathering.add(earlier);
            }
          }
        });
    List<OutputRecord> outputs = reference.process(record);
    if (outputs.stream().noneMatch(OutputRecord::deadLetter) && window.holds(record, key)) {
      gathering.add(record);
    }
    return new Repeated(
        outputs, !window.onClose(), sure, gathering.of(Contributors.Role.AGGREGATED, complete));
  }

  private long restore(AuditedStage stage, SourceRecord record, ReferenceStage reference) {
    Optional<Snapshot> snapshot =
        snapshots.newest(stage.id(), record.partition(), record.offset(), stage.pipeline().hash());
    snapshot.ifPresent(found -> reference.restore(found.state()));
    return snapshot.map(Snapshot::nextOffset).orElse(0L);
  }
}
