package io.streamproof.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamproof.simulation.check.CheckFailure;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the audit once did wrong would be found again. */
class WeaknessTests {
  private static final int MOST_SEEDS = 1_000;

  @ParameterizedTest
  @EnumSource
  void isFound(Weakness weakness) {
    boolean isFound =
        LongStream.rangeClosed(1, MOST_SEEDS)
            .mapToObj(SimulationPlan::of)
            .filter(plan -> has(plan, weakness.occasion()))
            .map(plan -> SimulationRun.of(plan, weakness.surroundings(), false).failure())
            .anyMatch(
                failure ->
                    failure instanceof CheckFailure check && check.kind() == weakness.failure());
    assertThat(isFound).as("whether %s comes to light", weakness).isTrue();
  }

  private static boolean has(SimulationPlan plan, SimulatedAction action) {
    return plan.steps().stream().anyMatch(step -> step.action() == action);
  }
}
