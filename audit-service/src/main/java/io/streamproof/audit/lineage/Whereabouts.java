package io.streamproof.audit.lineage;

import io.streamproof.audit.catalogue.AuditedStage;
import io.streamproof.audit.finding.Finding.Place;
import io.streamproof.audit.lineage.EmissionSearch.Sighting;
import io.streamproof.pipeline.record.SourceRecord;
import java.util.List;
import java.util.Optional;

/**
 * Where records stand: what follows from a record at a stage, wherever it was written, be that
 * right or wrong. Each answer is of the topics as they are when it is asked for.
 */
public final class Whereabouts {
  private final RecordLog log;
  private final LedgerNotes notes;

  public Whereabouts(RecordLog log, LedgerNotes notes) {
    this.log = log;
    this.notes = notes;
  }

  /** The record at a place; empty: it is gone, or none was ever committed there. */
  public Optional<SourceRecord> at(Place place) {
    return reading().at(place);
  }

  /**
   * What a stage has emitted for a record, dead letters and further copies included, in order of
   * their indexes, copies in order of place.
   *
   * @throws OutOfReachException if too much would have to be read
   */
  public List<SourceRecord> emissions(AuditedStage stage, SourceRecord record) {
    return new EmissionFinding(reading(), notes, stage, record)
        .everywhere().stream().map(Sighting::record).toList();
  }

  private Reading reading() {
    return new Reading(log, Reading.MOST_RECORDS);
  }
}
