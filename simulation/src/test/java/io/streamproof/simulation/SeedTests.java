package io.streamproof.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * The first seeds. None is shortened: {@code ./streamproof verify --simulate 1 --seed N} does that.
 */
class SeedTests {
  private static final int SEEDS = 100;

  @Test
  void findNothingToSayAgainstTheAudit() {
    for (long seed = 1; seed <= SEEDS; seed++) {
      assertThat(
              SimulationRun.of(SimulationPlan.of(seed), SimulationSurroundings.MODELLED, false)
                  .failure())
          .as("seed %s", seed)
          .isNull();
    }
  }
}
