package io.streamproof.audit.report;

import io.streamproof.audit.finding.FindingKind;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The findings of the ledger. */
public interface FindingRepository {
  /** The findings of a pipeline, newest first, without their evidence. */
  List<RecordedFinding> newest(FindingQuery query);

  /** One finding with its evidence. */
  Optional<RecordedFinding> finding(long id);

  /**
   * Which findings of a pipeline are wanted, newest first.
   *
   * @param kind null: of every kind
   * @param stage null: of every stage, and of the source
   * @param after the last one of the page before; null: from the newest on
   * @param limit how many at most
   */
  record FindingQuery(
      String pipeline,
      @Nullable FindingKind kind,
      @Nullable String stage,
      @Nullable Long after,
      int limit) {}
}
