package io.streamproof.audit.runtime;

import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.reconciliation.Frontier;
import io.streamproof.audit.reconciliation.FrontierLog;
import io.streamproof.audit.reconciliation.FrontierLog.FrontierState;
import io.streamproof.audit.reconciliation.Frontiers;
import io.streamproof.audit.report.ProofGate.Coverage;
import io.streamproof.audit.report.ProofGate.Coverages;
import io.streamproof.audit.trouble.TroubleLog;
import io.streamproof.pipeline.spec.PipelineSpecification;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/**
 * The frontiers that the gate takes. None covers a pipeline while something casts doubt on what is
 * judged of it.
 */
record FrontierCoverages(
    Map<String, AuditedPipeline> pipelines,
    Frontiers frontiers,
    FrontierLog log,
    TroubleLog troubles)
    implements Coverages {
  @Override
  public Coverage take(PipelineSpecification pipeline) {
    return coverage(pipeline, frontiers::take);
  }

  @Override
  public Coverage look(PipelineSpecification pipeline) {
    return coverage(pipeline, frontiers::look);
  }

  @Override
  public FrontierState newest(PipelineSpecification pipeline) {
    return log.state(pipeline.name());
  }

  private Coverage coverage(
      PipelineSpecification pipeline, Function<AuditedPipeline, Frontier> taking) {
    if (!troubles.isUsable(pipeline.name())) {
      return () -> false;
    }
    Frontier frontier = taking.apply(Objects.requireNonNull(pipelines.get(pipeline.name())));
    return () -> frontier.advance() && troubles.isSound(pipeline.name());
  }
}
