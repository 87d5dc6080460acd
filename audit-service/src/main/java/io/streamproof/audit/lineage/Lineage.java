package io.streamproof.audit.lineage;

import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.finding.Finding.Place;
import io.streamproof.audit.investigation.Snapshots;
import io.streamproof.pipeline.record.SourceRecord;
import org.apache.kafka.common.KafkaException;

/**
 * Walks from a record back to the client's event and forward to all that it caused, and repeats
 * each step. What is gone or too far away makes a step unknown; only brokers or a database that do
 * not answer make a walk fail.
 */
public final class Lineage {
  private final RecordLogs logs;
  private final Snapshots snapshots;
  private final LedgerNotes notes;

  public Lineage(RecordLogs logs, Snapshots snapshots, LedgerNotes notes) {
    this.logs = logs;
    this.snapshots = snapshots;
    this.notes = notes;
  }

  /**
   * The step of what stands at a place, with the steps before and behind it.
   *
   * @param page which of the contributors of this step to give
   * @throws RecordLogs.BusyLogsException if too many walks are under way
   * @throws KafkaException if the brokers do not answer
   */
  public Step of(
      AuditedPipeline pipeline, Place place, Direction direction, Contributors.Page page) {
    return logs.with(log -> walk(log, pipeline, place, direction, page));
  }

  private Step walk(
      RecordLog log,
      AuditedPipeline pipeline,
      Place place,
      Direction direction,
      Contributors.Page page) {
    Reading reading = new Reading(log, Reading.MOST_RECORDS);
    Repeating repeating = new Repeating(reading, snapshots);
    Step step =
        new Back(reading, new Judging(reading, repeating), notes, pipeline).from(place, page);
    if (direction == Direction.FORWARD) {
      step = step.causedBy(null);
    }
    SourceRecord record = step.record();
    return record == null || direction == Direction.BACK
        ? step
        : step.leadingTo(new Forward(reading, repeating, notes, pipeline).from(record));
  }
}
