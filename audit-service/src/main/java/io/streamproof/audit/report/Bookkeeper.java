package io.streamproof.audit.report;

import io.streamproof.pipeline.spec.PipelineSpecification;
import java.util.List;

/** Where the books are kept. */
public interface Bookkeeper {
  /** The books of a pipeline, all as of the same moment. */
  Books books(PipelineSpecification pipeline, Range range);

  /**
   * The books without what is folded away: enough to tell the verdict, and how far a pipeline is
   * proven.
   */
  Books open(PipelineSpecification pipeline);

  /** The sums of a pipeline per stage and minute, at most {@code limit}, in that order. */
  List<Minute> minutes(PipelineSpecification pipeline, Range range, int limit);
}
