package io.streamproof.verification.cli;

import io.streamproof.simulation.AuditSimulation;
import io.streamproof.simulation.SeedResult;
import io.streamproof.verification.simulation.SeedPool;
import java.io.PrintWriter;
import java.time.Duration;

/** {@code verify --simulate}: seeds of the audit's simulation, and what fails in them. */
final class SimulatedSeeds {
  private final PrintWriter out;
  private final Progress progress;

  SimulatedSeeds(PrintWriter out, Progress progress) {
    this.out = out;
    this.progress = progress;
  }

  /** Runs seeds; gives the exit code. */
  int run(long first, int count) {
    long began = System.nanoTime();
    SeedPool pool = new SeedPool(Runtime.getRuntime().availableProcessors(), AuditSimulation::run);
    int failed =
        pool.run(
            first,
            count,
            this::print,
            done -> progress.update("%s of %s seeds".formatted(done, count)));
    progress.finishLine();
    out.println(summary(count, failed, Duration.ofNanos(System.nanoTime() - began)));
    out.flush();
    return failed == 0 ? ExitCode.PROVEN : ExitCode.VIOLATED;
  }

  static String summary(int count, int failed, Duration took) {
    long perMinute = count * 60_000L / Math.max(1, took.toMillis());
    return "%s of %s seeds failed; %s seeds a minute".formatted(failed, count, perMinute);
  }

  private void print(SeedResult result) {
    if (result.failure() == null) {
      return;
    }
    progress.finishLine();
    out.println("seed %s: %s".formatted(result.seed(), result.failure()));
    result.trace().forEach(line -> out.println("  " + line));
    out.println(
        "to repeat it: ./streamproof verify --simulate 1 --seed %s".formatted(result.seed()));
    out.flush();
  }
}
