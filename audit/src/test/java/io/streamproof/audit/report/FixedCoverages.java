package io.streamproof.audit.report;

import io.streamproof.audit.reconciliation.FreshFrontiers;
import io.streamproof.audit.reconciliation.FrontierLog;
import io.streamproof.audit.reconciliation.FrontierLog.FrontierState;
import io.streamproof.pipeline.spec.PipelineSpecification;
import java.time.Instant;
import java.util.Map;

/** Frontiers that are judged when a test says so, of pipelines without events unless it says so. */
public final class FixedCoverages implements ProofGate.Coverages {
  public boolean isJudged = true;
  public int looked;
  public int taken;
  private FrontierLog log = FreshFrontiers.of();

  /** All pipelines that are asked for have these frontiers. */
  public FixedCoverages with(FrontierLog frontiers) {
    log = frontiers;
    return this;
  }

  /** A pipeline's newest frontier covers events up to a time. */
  public void cover(String pipeline, Instant newest) {
    log = FreshFrontiers.of(Map.of(pipeline, newest));
  }

  @Override
  public ProofGate.Coverage take(PipelineSpecification pipeline) {
    taken++;
    return () -> isJudged;
  }

  @Override
  public ProofGate.Coverage look(PipelineSpecification pipeline) {
    looked++;
    return () -> isJudged;
  }

  @Override
  public FrontierState newest(PipelineSpecification pipeline) {
    return log.state(pipeline.name());
  }
}
