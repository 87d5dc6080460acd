package io.streamproof.audit.lineage;

import io.streamproof.audit.catalogue.AuditedStage;
import io.streamproof.audit.log.OutOfReachException;
import io.streamproof.audit.replay.Replayer;
import io.streamproof.audit.replay.StageReplay;
import io.streamproof.pipeline.record.SourceRecord;
import io.streamproof.pipeline.spec.OperatorSpecification.Aggregate;
import io.streamproof.pipeline.spec.OperatorSpecification.Deduplicate;
import io.streamproof.pipeline.spec.OperatorSpecification.Lookup;
import io.streamproof.pipeline.stage.OutputRecord;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Replays a stage on one source record, with a state rebuilt from what that record's result depends
 * on: nothing; the records of its key and window; the record that was joined; the duplicates of its
 * event; or, for a custom operator, all since a snapshot.
 */
final class EmissionReplayer {
  /**
   * Above this many records, start at an offset estimated from timestamps instead of reading the
   * whole window.
   */
  private static final int FAR = 50_000;

  private final BoundedReader reader;
  private final Replayer replayer;

  EmissionReplayer(BoundedReader reader, Replayer replayer) {
    this.reader = reader;
    this.replayer = replayer;
  }

  /**
   * What the stage must emit for a record.
   *
   * @param result an emission of it that is asked about, whose key and time say which window; null:
   *     the record's own window
   * @throws OutOfReachException if what it needs is gone or too far away
   */
  ReplayedEmissions replay(
      AuditedStage stage,
      SourceRecord record,
      @Nullable SourceRecord result,
      Contributors.PageRequest page) {
    if (stage.specification().operator() instanceof Aggregate aggregate) {
      return aggregated(stage, aggregate, record, result, page);
    }
    if (stage.specification().operator() instanceof Deduplicate deduplicate) {
      return new DeduplicationReplay(reader, stage, deduplicate.within().toMillis()).replay(record);
    }
    if (stage.specification().operator() instanceof Lookup lookup) {
      return new LookupReplay(reader, stage, lookup.keep()).replay(record);
    }
    StageReplay replay =
        stage.stage().stateful()
            ? replayer.before(reader, stage, record.partition(), record.offset())
            : StageReplay.from(stage, record.partition(), record.offset());
    return ReplayedEmissions.surely(replay.process(record), null);
  }

  private ReplayedEmissions aggregated(
      AuditedStage stage,
      Aggregate aggregate,
      SourceRecord record,
      @Nullable SourceRecord result,
      Contributors.PageRequest page) {
    AggregateWindow window = AggregateWindow.of(aggregate, result == null ? record : result);
    byte @Nullable [] key = result == null || !window.onClose() ? record.key() : result.key();
    ContributorPage contributors = new ContributorPage(page);
    TopicPartition source = new TopicPartition(stage.sourceTopic(), record.partition());
    StageReplay replay =
        window.endless() && record.offset() > BoundedReader.MOST_RECORDS / 3
            ? replayer.resume(stage, record.partition(), 0, record.offset())
            : StageReplay.from(stage, record.partition(), 0);
    long from = window.endless() ? replay.next() : reader.firstSince(source, window.start());
    boolean sure = true;
    if (!window.endless()) {
      reader.requireAllSince(source, window.start() - window.disorderMillis());
      if (record.offset() - from > FAR) {
        long nearer = reader.about(source, from, record.offset(), window.before());
        sure = nearer == from;
        from = nearer;
      }
    }
    boolean complete = sure && (!window.endless() || from == 0);
    reader.visitAll(
        source,
        from,
        record.offset(),
        earlier -> {
          if (window.concerns(earlier, key)) {
            boolean failed = replay.process(earlier).stream().anyMatch(OutputRecord::deadLetter);
            if (!failed && window.holds(earlier, key)) {
              contributors.add(earlier);
            }
          }
        });
    List<OutputRecord> outputs = replay.process(record);
    if (outputs.stream().noneMatch(OutputRecord::deadLetter) && window.holds(record, key)) {
      contributors.add(record);
    }
    return new ReplayedEmissions(
        outputs, !window.onClose(), sure, contributors.of(Contributors.Role.AGGREGATED, complete));
  }
}
