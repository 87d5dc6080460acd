package io.streamproof.audit.report;

import io.streamproof.audit.support.Flights;
import io.streamproof.pipeline.spec.PipelineSpecification;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A ledger in which nothing is wrong, and which can be away. */
public final class FixedReports implements ReportRepository {
  public int reads;
  public @Nullable RuntimeException failure;

  @Override
  public LedgerSummary openSummary(PipelineSpecification pipeline) {
    reads++;
    if (failure != null) {
      throw failure;
    }
    return new LedgerSummary(
        List.of(), List.of(), List.of(), List.of(), List.of(), Flights.EMPTY_SOURCE, List.of());
  }

  @Override
  public LedgerSummary summary(PipelineSpecification pipeline, TimeRange range) {
    return openSummary(pipeline);
  }

  @Override
  public List<StageMinute> minutes(PipelineSpecification pipeline, TimeRange range, int limit) {
    return List.of();
  }
}
