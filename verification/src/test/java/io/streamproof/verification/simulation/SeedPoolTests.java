package io.streamproof.verification.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamproof.simulation.SeedResult;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SeedPoolTests {
  @Test
  void runsEachSeedOnceAndCountsThoseThatFail() {
    SeedPool pool =
        new SeedPool(2, seed -> new SeedResult(seed, seed % 3 == 0 ? "wrong" : null, List.of()));
    List<Long> seeds = new ArrayList<>();
    List<Integer> progress = new ArrayList<>();
    int failed = pool.run(10, 6, result -> seeds.add(result.seed()), progress::add);
    assertThat(failed).isEqualTo(2);
    assertThat(seeds).containsExactlyInAnyOrder(10L, 11L, 12L, 13L, 14L, 15L);
    assertThat(progress).containsExactly(1, 2, 3, 4, 5, 6);
  }

  @Test
  void failsWhereTheSimulationItselfDoes() {
    SeedPool pool =
        new SeedPool(
            1,
            seed -> {
              throw new IllegalArgumentException("a defect");
            });
    assertThatThrownBy(() -> pool.run(1, 1, result -> {}, done -> {}))
        .hasRootCauseMessage("a defect");
  }
}
