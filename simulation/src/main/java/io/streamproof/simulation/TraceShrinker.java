package io.streamproof.simulation;

import io.streamproof.simulation.SimulationPlan.SimulationStep;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Leaves out what is not needed for a plan to fail: first long stretches of steps, then shorter
 * ones, then what happens within steps. Each step follows from its own seed, so what is left goes
 * on doing what it did, as far as that is possible without the others.
 */
final class TraceShrinker {
  private static final int MOST_RUNS = 500;

  private final Predicate<SimulationPlan> fails;
  private int runs;

  /** Shrinks plans that fail by {@code fails}. */
  TraceShrinker(Predicate<SimulationPlan> fails) {
    this.fails = fails;
  }

  /** The least plan that was found to fail still; the plan itself has to. */
  SimulationPlan shrink(SimulationPlan plan) {
    SimulationPlan shrunk = plan;
    int before;
    do {
      before = shrunk.steps().size();
      shrunk = alone(withoutStretches(shrunk));
    } while (shrunk.steps().size() < before && runs < MOST_RUNS);
    return shrunk;
  }

  private SimulationPlan withoutStretches(SimulationPlan plan) {
    SimulationPlan shrunk = plan;
    for (int length = Math.max(1, plan.steps().size() / 2); length > 0; length /= 2) {
      int from = Math.max(0, shrunk.steps().size() - length);
      while (from >= 0 && !shrunk.steps().isEmpty()) {
        SimulationPlan fewer = without(shrunk, from, length);
        shrunk = stillFails(fewer) ? fewer : shrunk;
        from -= length;
      }
    }
    return shrunk;
  }

  private static SimulationPlan without(SimulationPlan plan, int from, int length) {
    List<SimulationStep> steps = new ArrayList<>(plan.steps());
    steps.subList(from, Math.min(steps.size(), from + length)).clear();
    return plan.with(steps);
  }

  /** Lets nothing happen within a step, where that is possible. */
  private SimulationPlan alone(SimulationPlan plan) {
    SimulationPlan shrunk = plan;
    for (int i = 0; i < plan.steps().size(); i++) {
      SimulationStep step = plan.steps().get(i);
      if (!step.isAlone()) {
        List<SimulationStep> steps = new ArrayList<>(shrunk.steps());
        steps.set(i, step.alone());
        SimulationPlan calmer = shrunk.with(steps);
        shrunk = stillFails(calmer) ? calmer : shrunk;
      }
    }
    return shrunk;
  }

  private boolean stillFails(SimulationPlan plan) {
    runs++;
    return runs <= MOST_RUNS && fails.test(plan);
  }
}
