package io.streamproof.verification.scenario;

import io.streamproof.verification.fault.Operation;
import io.streamproof.verification.fault.Operations;
import io.streamproof.verification.fault.Trigger;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
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
    Operations shrunk = shrink(scenario, drawn);
    List<String> problems = new ArrayList<>(result.problems());
    problems.add("it still fails with no more than " + names(shrunk));
    return result.with(problems);
  }

  /** The fewest that are found; leaving out one more, the scenario would not fail. */
  private Operations shrink(Scenario scenario, long drawn) {
    Operations failing = scenario.operations(drawn);
    Operations before;
    do {
      before = failing;
      failing = withoutOne(scenario, drawn, failing);
    } while (failing.all().size() < before.all().size());
    return failing;
  }

  /** All but the first that is not needed; all if all are. */
  private Operations withoutOne(Scenario scenario, long drawn, Operations failing) {
    for (Operation operation : failing.all()) {
      Operations fewer = without(failing, operation);
      if (fewer.all().size() < failing.all().size()) {
        progress.accept("soak, seed " + drawn + ": shrinking to " + names(fewer));
        if (!verification.run(scenario.with(fewer), drawn).isAsDeclared()) {
          return fewer;
        }
      }
    }
    return failing;
  }

  /** The operations without one; all of them if another refers to it. */
  private static Operations without(Operations operations, Operation left) {
    boolean needed = operations.all().stream().anyMatch(each -> refersTo(each, left.name()));
    return needed
        ? operations
        : new Operations(operations.all().stream().filter(each -> !each.equals(left)).toList());
  }

  private static boolean refersTo(Operation operation, String other) {
    Trigger when = operation.when();
    return (when instanceof Trigger.After after && after.operation().equals(other))
        || (when instanceof Trigger.During during && during.operation().equals(other));
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
