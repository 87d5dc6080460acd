package io.streamproof.audit.runtime;

import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.reconciliation.FrontierLog;
import io.streamproof.audit.reconciliation.FrontierLog.FrontierState;
import io.streamproof.audit.reconciliation.Frontiers;
import io.streamproof.audit.report.ProofGate.Coverage;
import io.streamproof.audit.report.ProofGate.Coverages;
import io.streamproof.pipeline.spec.PipelineSpecification;
import java.util.Map;
import java.util.Objects;

/** The frontiers that the gate takes. */
record FrontierCoverages(
    Map<String, AuditedPipeline> pipelines, Frontiers frontiers, FrontierLog log)
    implements Coverages {
  @Override
  public Coverage take(PipelineSpecification pipeline) {
    return frontiers.take(audited(pipeline))::advance;
  }

  @Override
  public Coverage look(PipelineSpecification pipeline) {
    return frontiers.look(audited(pipeline))::advance;
  }

  @Override
  public FrontierState newest(PipelineSpecification pipeline) {
    return log.state(pipeline.name());
  }

  private AuditedPipeline audited(PipelineSpecification pipeline) {
    return Objects.requireNonNull(pipelines.get(pipeline.name()));
  }
}
