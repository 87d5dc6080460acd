package io.streamproof.audit.report;

import io.streamproof.audit.report.LedgerSummary.RecordSums;
import io.streamproof.pipeline.spec.PipelineSpecification;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

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

  /**
   * One stage in one minute of event time; a block counts in the minute of its first record.
   *
   * @param start null: what has no time
   * @param judged the sums of what is judged
   * @param pending source records of which nothing can be said yet
   */
  record StageMinute(
      String stage, @Nullable Instant start, RecordSums judged, long pending, long findings) {

    public long consumed() {
      return judged.records() + pending;
    }
  }
}
