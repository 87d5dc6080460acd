package io.streamproof.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamproof.simulation.SimulationPlan.SimulationStep;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Plans are shrunk to the steps without which they do not fail. */
class TraceShrinkerTests {
  private final SimulationPlan plan = SimulationPlan.of(3);

  @Test
  void leavesOutWhateverIsNotNeeded() {
    SimulationStep first = plan.steps().get(20);
    SimulationStep second = plan.steps().get(90);
    TraceShrinker shrinker =
        new TraceShrinker(
            fewer ->
                fewer.steps().stream().anyMatch(step -> step.seed() == first.seed())
                    && fewer.steps().stream().anyMatch(step -> step.seed() == second.seed()));
    assertThat(shrinker.shrink(plan).steps()).containsExactly(first.alone(), second.alone());
  }

  @Test
  void keepsWhatHappensWithinAStepWhereThatIsNeeded() {
    SimulationStep needed =
        plan.steps().stream().filter(step -> !step.isAlone()).findFirst().orElseThrow();
    TraceShrinker shrinker = new TraceShrinker(fewer -> fewer.steps().contains(needed));
    assertThat(shrinker.shrink(plan).steps()).isEqualTo(List.of(needed));
  }

  @Test
  void leavesNothingOfAPlanThatFailsAnyhow() {
    assertThat(new TraceShrinker(fewer -> true).shrink(plan).steps()).isEmpty();
  }
}
