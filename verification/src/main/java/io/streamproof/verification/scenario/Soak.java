package io.streamproof.verification.scenario;

import io.streamproof.verification.fault.Operations;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Draws one scenario after the other until time is up. One that fails is shrunk: its faults are
 * left out one by one, as long as it still fails.
 *
 * @param seed of the first; each next one has the next
 */
public record Soak(Verification verification, long seed, Consumer<String> progress) {

  /** Runs for so long, at least one scenario; {@code told} gets each result. */
  public void run(Duration time, Consumer<ScenarioResult> told) {
    long beginNanos = System.nanoTime();
    long next = seed;
    do {
      told.accept(run(next));
      next++;
    } while (System.nanoTime() - beginNanos < time.toNanos());
  }

  private ScenarioResult run(long drawn) {
    Path folder = verification.results().resolve("soak-" + drawn);
    Draw draw = new Draw(drawn);
    Scenario scenario = scenario(draw.write(folder));
    Operations operations = scenario.operations(drawn);
    progress.accept("soak, seed " + drawn + ": " + draw.yaml(operations));
    ScenarioResult result = verification.run(scenario, drawn);
    if (result.isAsDeclared()) {
      delete(folder);
      return result;
    }
    Operations fewest = shrink(draw, operations, drawn, folder.resolve("shrunk"));
    return result.withFurther(
        List.of(
            fewest.equals(operations)
                ? "with any of its operations left out it did not fail"
                : "it still fails with no more than " + draw.yaml(fewest)));
  }

  /** In the end the folder holds the scenario that is left, and how it failed. */
  private Operations shrink(Draw draw, Operations failing, long drawn, Path folder) {
    Operations fewest = new Shrinking(fewer -> fails(draw, fewer, drawn, folder)).of(failing);
    if (fewest.equals(failing)) {
      delete(folder);
    } else {
      draw.writeShrunk(folder, fewest);
    }
    return fewest;
  }

  private boolean fails(Draw draw, Operations fewer, long drawn, Path folder) {
    progress.accept("soak, seed " + drawn + ": shrinking to " + draw.yaml(fewer));
    Scenario attempt = scenario(draw.writeShrunk(folder, fewer));
    return !verification.into(folder).run(attempt, drawn).isAsDeclared();
  }

  private static Scenario scenario(Path file) {
    try {
      return ScenarioReader.read(file).get(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Removes a folder with all that is in it. */
  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
