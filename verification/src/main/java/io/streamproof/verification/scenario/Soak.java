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
    Scenario scenario = scenario(new Draw(drawn).write(folder));
    progress.accept("soak, seed " + drawn + ": " + names(scenario.operations(drawn)));
    ScenarioResult result = verification.run(scenario, drawn);
    if (result.isAsDeclared()) {
      delete(folder);
      return result;
    }
    Verification others = verification.into(folder.resolve("shrunk"));
    Operations shrunk =
        new Shrinking(fewer -> fails(others, scenario.with(fewer), drawn))
            .of(scenario.operations(drawn));
    return result.withFurther(List.of("it still fails with no more than " + names(shrunk)));
  }

  private boolean fails(Verification others, Scenario fewer, long drawn) {
    progress.accept("soak, seed " + drawn + ": shrinking to " + names(fewer.operations(drawn)));
    return !others.run(fewer, drawn).isAsDeclared();
  }

  private static String names(Operations operations) {
    return operations.all().stream()
        .map(operation -> operation.action() + " " + operation.when())
        .toList()
        .toString();
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
