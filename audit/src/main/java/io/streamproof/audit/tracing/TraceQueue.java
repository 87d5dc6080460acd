package io.streamproof.audit.tracing;

import io.streamproof.audit.catalogue.AuditedPipeline;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The newer findings that have no trace yet; each gets one once, by whichever instance. */
public interface TraceQueue {
  /**
   * Lets the oldest of them be exported, unless another instance is at this pipeline. If the work
   * fails, or the process dies, they wait again, and are then given just as before.
   *
   * @param work exports traces; gives, by the finding's id, the id of each that is exported
   * @return how many are exported
   */
  int export(
      AuditedPipeline pipeline, int most, Function<List<TracedFinding>, Map<Long, String>> work);

  /** How many wait, all pipelines together, counted up to a bound. */
  long waiting();
}
