package io.streamproof.audit.lineage;

import io.streamproof.audit.catalogue.AuditedStage;
import io.streamproof.audit.finding.RecordPlace;
import io.streamproof.audit.lineage.EmissionSearch.FoundEmission;
import io.streamproof.audit.log.TopicLog;
import io.streamproof.pipeline.record.SourceRecord;
import java.util.List;
import java.util.Optional;

/**
 * Locates what follows from a record at a stage, wherever it was written, right or wrong. Each
 * answer is of the topics as they are at the time of the call.
 */
public final class EmissionLocator {
  private final TopicLog log;
  private final LineageRepository repository;

  public EmissionLocator(TopicLog log, LineageRepository repository) {
    this.log = log;
    this.repository = repository;
  }

  /** The record at a place; empty: it is gone, or none was ever committed there. */
  public Optional<SourceRecord> at(RecordPlace place) {
    return reader().at(place);
  }

  /**
   * What a stage has emitted for a record, dead letters and duplicates included, in order of their
   * indexes, duplicates in order of place.
   *
   * @throws OutOfReachException if too much would have to be read
   */
  public List<SourceRecord> emissions(AuditedStage stage, SourceRecord record) {
    return new EmissionCollector(reader(), repository, stage, record)
        .everywhere().stream().map(FoundEmission::record).toList();
  }

  private BoundedReader reader() {
    return new BoundedReader(log, BoundedReader.MOST_RECORDS);
  }
}
