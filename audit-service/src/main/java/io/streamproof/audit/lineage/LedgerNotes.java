package io.streamproof.audit.lineage;

import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.catalogue.AuditedStage;
import io.streamproof.audit.finding.Finding.Place;
import java.util.List;
import java.util.Optional;

/** What the ledger knows and a walk would have to read whole topics for. */
public interface LedgerNotes {
  /** Where emissions of a source record stand that the audit has found to be wrong. */
  List<Place> strays(AuditedStage stage, int partition, long offset);

  /** What is wrong with an event that stands in the source topic already: where it stands. */
  Optional<String> repetition(AuditedPipeline pipeline, Place place);

  /** The source offset below which all emissions of a stage have been read; 0: unknown. */
  long settledThrough(AuditedStage stage, int partition);
}
