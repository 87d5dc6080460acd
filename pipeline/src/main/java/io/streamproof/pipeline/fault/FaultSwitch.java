package io.streamproof.pipeline.fault;

import io.streamproof.pipeline.spec.PipelineSpecification;
import io.streamproof.pipeline.yaml.InvalidSpecificationException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a service is told of faults: a plan, and apart from it that faults are wanted. Only both
 * together plant any, so that a setting left behind by accident damages nothing.
 */
public record FaultSwitch(boolean enabled, @Nullable String plan) {
  /** How to mend a switch that is neither on nor off. */
  public static final String MEND =
      "Set both streamproof.faults.plan (STREAMPROOF_FAULTS_PLAN) and streamproof.faults.enabled"
          + " (STREAMPROOF_FAULTS_ENABLED), or neither.";

  /** Why it is neither on nor off; null if it is either. */
  public @Nullable String contradiction() {
    if (enabled == named()) {
      return null;
    }
    return enabled
        ? "Faults are enabled, and there is no plan of them."
        : "There is a plan of faults, and faults are not enabled.";
  }

  /**
   * The plan; null where it is off.
   *
   * @param pipeline whose stages the plan may name; null: stages go unchecked
   * @throws InvalidSpecificationException if the plan cannot be used
   */
  public @Nullable FaultPlan read(@Nullable PipelineSpecification pipeline) {
    return enabled && plan != null && named()
        ? FaultPlanReader.read(Path.of(plan), pipeline)
        : null;
  }

  private boolean named() {
    return plan != null && !plan.isBlank();
  }
}
