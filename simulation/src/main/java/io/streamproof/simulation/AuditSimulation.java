package io.streamproof.simulation;

import io.streamproof.simulation.SimulationRun.RunOutcome;
import io.streamproof.simulation.check.CheckFailure;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The simulation of a seed. The same seed gives the same result, wherever it is run. */
public final class AuditSimulation {
  private static final int WORDS = 30;

  private AuditSimulation() {}

  /** Runs a seed; if that fails, it is run again and again to find what is needed for that. */
  public static SeedResult run(long seed) {
    return run(seed, SimulationSurroundings.MODELLED);
  }

  /** The same in other surroundings. */
  public static SeedResult run(long seed, SimulationSurroundings surroundings) {
    SimulationPlan plan = SimulationPlan.of(seed);
    @Nullable Throwable failure = SimulationRun.of(plan, surroundings, false).failure();
    return failure == null
        ? new SeedResult(seed, null, List.of())
        : shrunk(seed, plan, surroundings, failure);
  }

  private static SeedResult shrunk(
      long seed, SimulationPlan plan, SimulationSurroundings surroundings, Throwable failure) {
    String kind = kind(failure);
    TraceShrinker shrinker =
        new TraceShrinker(
            fewer -> {
              @Nullable Throwable other = SimulationRun.of(fewer, surroundings, false).failure();
              return other != null && kind(other).equals(kind);
            });
    SimulationPlan least = shrinker.shrink(plan);
    RunOutcome outcome = SimulationRun.of(least, surroundings, true);
    return new SeedResult(seed, String.valueOf(outcome.failure()), outcome.trace());
  }

  /**
   * What is said of a failure, without its places and times: other failures are not to be mixed up
   * with it while it is shrunk.
   */
  private static String kind(Throwable failure) {
    String kind = failure instanceof CheckFailure check ? check.kind().name() : "";
    String words = String.valueOf(failure.getMessage()).replaceAll("[^A-Z_]+", " ");
    return kind + words.substring(0, Math.min(words.length(), WORDS));
  }
}
