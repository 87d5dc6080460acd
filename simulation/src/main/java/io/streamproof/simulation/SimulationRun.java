package io.streamproof.simulation;

import io.streamproof.simulation.SimulationPlan.SimulationStep;
import io.streamproof.simulation.check.CheckFailure;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One run of a plan. */
final class SimulationRun {
  private SimulationRun() {}

  /**
   * How a run ended.
   *
   * @param failure what is wrong; null: nothing
   * @param trace what happened, if that was asked for
   */
  record RunOutcome(@Nullable Throwable failure, List<String> trace) {
    RunOutcome {
      trace = List.copyOf(trace);
    }
  }

  static RunOutcome of(SimulationPlan plan, SimulationSurroundings surroundings, boolean isTraced) {
    SimulatedWorld world = new SimulatedWorld(plan.settings(), surroundings, isTraced);
    @Nullable Throwable failure = null;
    try {
      for (SimulationStep step : plan.steps()) {
        world.perform(step);
      }
      world.conclude();
    } catch (CheckFailure | RuntimeException e) {
      failure = e;
    }
    return new RunOutcome(failure, world.trace().lines());
  }
}
