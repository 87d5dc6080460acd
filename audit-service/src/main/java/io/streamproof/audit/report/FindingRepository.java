package io.streamproof.audit.report;

import java.util.List;
import java.util.Optional;

/** The findings of the ledger. */
public interface FindingRepository {
  /** The findings of a pipeline, newest first, without their evidence. */
  List<RecordedFinding> newest(FindingQuery query);

  /** One finding with its evidence. */
  Optional<RecordedFinding> finding(long id);
}
