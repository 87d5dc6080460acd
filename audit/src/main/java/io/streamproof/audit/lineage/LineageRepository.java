package io.streamproof.audit.lineage;

import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.catalogue.AuditedStage;
import io.streamproof.audit.finding.RecordPlace;
import java.util.List;
import java.util.Optional;

/** What the ledger knows, and for which a walk would have to read whole topics. */
public interface LineageRepository {
  /** Where the emissions of a source record are that the audit has found to be wrong. */
  List<RecordPlace> misplaced(AuditedStage stage, int partition, long offset);

  /** What is wrong with an event that is in the source topic already. */
  Optional<String> duplicate(AuditedPipeline pipeline, RecordPlace place);

  /** The source offset below which all emissions of a stage have been read; 0: unknown. */
  long settledThrough(AuditedStage stage, int partition);
}
