package io.streamproof.audit.report;

import java.util.List;
import java.util.Optional;

/** Where findings are kept. */
public interface FindingArchive {
  /** The findings of a pipeline, newest first, without their evidence. */
  List<FindingSummary> newest(FindingQuery query);

  Optional<EvidencedFinding> finding(long id);
}
