package io.streamproof.audit.report;

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
public record FrontierCoverages(
    Map<String, AuditedPipeline> pipelines,
    Frontiers frontiers,
    FrontierLog log,
    TroubleLog troubles)
    implements Coverages {
  public FrontierCoverages {
    pipelines = Map.copyOf(pipelines);
  }

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
    return new FrontierCoverage(
        Objects.requireNonNull(pipelines.get(pipeline.name())), taking, troubles);
  }

  /** A frontier; one that is void is replaced by a later one, which covers as much. */
  private static final class FrontierCoverage implements Coverage {
    private final AuditedPipeline pipeline;
    private final Function<AuditedPipeline, Frontier> taking;
    private final TroubleLog troubles;
    private Frontier frontier;

    FrontierCoverage(
        AuditedPipeline pipeline, Function<AuditedPipeline, Frontier> taking, TroubleLog troubles) {
      this.pipeline = pipeline;
      this.taking = taking;
      this.troubles = troubles;
      this.frontier = taking.apply(pipeline);
    }

    @Override
    public boolean isJudged() {
      if (frontier.isVoid()) {
        frontier = taking.apply(pipeline);
      }
      return frontier.advance() && troubles.isSound(pipeline.name());
    }
  }
}
