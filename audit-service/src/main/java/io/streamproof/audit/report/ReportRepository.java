package io.streamproof.audit.report;

import io.streamproof.pipeline.spec.PipelineSpecification;
import java.util.List;

/** The ledger as reports need it. */
public interface ReportRepository {
  /** The summary of a pipeline, all as of the same moment. */
  LedgerSummary summary(PipelineSpecification pipeline, TimeRange range);

  /**
   * The summary without what is compacted: enough for the verdict, and for how far a pipeline is
   * proven.
   */
  LedgerSummary openSummary(PipelineSpecification pipeline);

  /** The sums of a pipeline per stage and minute, at most {@code limit}, in that order. */
  List<StageMinute> minutes(PipelineSpecification pipeline, TimeRange range, int limit);
}
