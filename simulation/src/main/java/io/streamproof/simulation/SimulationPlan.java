package io.streamproof.simulation;

import io.streamproof.simulation.actor.SimulatedPipelines;
import io.streamproof.simulation.schedule.SeededRandom;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What happens in a run, by its seed. Which faults may happen, and how often, is chosen for each
 * run, so that rare ones are not drowned by others. A step depends on its own seed and on what the
 * run has come to, and not on the steps before it: any of them may be left out.
 */
record SimulationPlan(RunSettings settings, List<SimulationStep> steps) {
  private static final int LEAST_STEPS = 100;
  private static final int MOST_STEPS = 900;

  SimulationPlan {
    steps = List.copyOf(steps);
  }

  /**
   * A step.
   *
   * @param isAlone nobody else acts within it, and none of its calls fails
   */
  record SimulationStep(SimulatedAction action, long seed, boolean isAlone) {
    SimulationStep alone() {
      return new SimulationStep(action, seed, true);
    }
  }

  /** The plan of a seed. */
  static SimulationPlan of(long seed) {
    SeededRandom random = new SeededRandom(seed);
    RunSettings settings = RunSettings.of(random);
    List<SimulationStep> steps = new ArrayList<>();
    for (int left = random.between(LEAST_STEPS, MOST_STEPS); left > 0; left--) {
      steps.add(new SimulationStep(settings.choose(random), random.nextLong(), random.oneIn(2)));
    }
    return new SimulationPlan(settings, steps);
  }

  SimulationPlan with(List<SimulationStep> fewer) {
    return new SimulationPlan(settings, fewer);
  }

  /**
   * What stays the same in a run.
   *
   * @param pipeline its number
   * @param isAuditLate whether much may have happened before the audit starts for the first time
   * @param interludeRate of so many calls of ports, in one others act
   * @param failureRate of so many calls one fails, and as often its instance is killed
   * @param emissionFaultRate of so many emissions of an erring stage one is wrong
   */
  record RunSettings(
      int pipeline,
      int audits,
      boolean isAuditLate,
      int ingests,
      int batchRecords,
      int mostPolled,
      int millisPerStep,
      int interludeRate,
      int failureRate,
      int emissionFaultRate,
      Set<SimulatedAction> faults) {
    RunSettings {
      faults = Set.copyOf(faults);
    }

    static RunSettings of(SeededRandom random) {
      return new RunSettings(
          random.below(SimulatedPipelines.all().size()),
          random.between(1, 3),
          random.oneIn(4),
          random.between(1, 2),
          random.between(1, 60),
          random.between(1, 30),
          random.pick(List.of(2, 20, 100)),
          random.pick(List.of(0, 8, 30)),
          random.pick(List.of(0, 0, 100, 400)),
          random.between(5, 60),
          faults(random));
    }

    private static Set<SimulatedAction> faults(SeededRandom random) {
      int rarity = random.between(2, 8);
      EnumSet<SimulatedAction> faults = EnumSet.noneOf(SimulatedAction.class);
      for (SimulatedAction action : SimulatedAction.values()) {
        if (action.isFault() && random.oneIn(rarity)) {
          faults.add(action);
        }
      }
      return faults;
    }

    /** The next action. */
    SimulatedAction choose(SeededRandom random) {
      int left = random.below(weight());
      for (SimulatedAction action : SimulatedAction.values()) {
        left -= weight(action);
        if (left < 0) {
          return action;
        }
      }
      throw new IllegalStateException("there is nothing to do");
    }

    private int weight() {
      int sum = 0;
      for (SimulatedAction action : SimulatedAction.values()) {
        sum += weight(action);
      }
      return sum;
    }

    private int weight(SimulatedAction action) {
      return !action.isFault() || faults.contains(action) ? action.weight() : 0;
    }
  }
}
