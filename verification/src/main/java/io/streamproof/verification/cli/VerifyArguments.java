package io.streamproof.verification.cli;

import io.streamproof.pipeline.yaml.Durations;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What {@code verify} is told. */
@SuppressWarnings("NullAway.Init") // picocli sets what is required
final class VerifyArguments {
  @Parameters(
      paramLabel = "SCENARIO",
      arity = "0..*",
      description = "Files of scenarios, or folders of them.")
  private List<Path> scenarios = List.of();

  @Option(
      names = "--only",
      paramLabel = "NAME",
      split = ",",
      description = "Runs only the scenarios so named, of all that the files declare.")
  private List<String> only = List.of();

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Decides all that is left to chance (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--repeat",
      paramLabel = "N",
      defaultValue = "1",
      description = "Runs each with so many seeds, from --seed on.")
  private int repeat;

  @Option(
      names = "--results",
      paramLabel = "DIR",
      defaultValue = "streamproof-results",
      description = "Where what fails leaves a folder (default: ${DEFAULT-VALUE}).")
  private Path results;

  @Option(
      names = "--table",
      paramLabel = "FILE",
      description = "Where a table of what was planted and found goes, by fault and operator.")
  private @Nullable Path table;

  @Option(
      names = "--soak",
      paramLabel = "DURATION",
      description = "Draws scenarios from the seed until the time is up, such as 10m.")
  private @Nullable String soak;

  @Option(
      names = "--simulate",
      paramLabel = "N",
      description =
          "Simulates the audit with so many seeds, from --seed on, on all cores and without any"
              + " service.")
  private @Nullable Integer simulate;

  @Mixin private Timeout timeout;

  /**
   * Checks them.
   *
   * @throws UnusableException for one that cannot be used
   */
  void check() {
    if (scenarios.isEmpty() && soak == null && simulate == null) {
      throw new UnusableException("name a scenario, a folder of them, --soak, or --simulate");
    }
    if (simulate != null) {
      checkSimulation(simulate);
    }
    for (Path scenario : scenarios) {
      if (!Files.exists(scenario)) {
        throw new UnusableException("there is no " + scenario);
      }
    }
    if (repeat < 1) {
      throw new UnusableException("--repeat must be at least 1, not " + repeat);
    }
    timeout.check();
    table();
    soak();
    requireFolder(results.toAbsolutePath());
  }

  private void checkSimulation(int seeds) {
    if (seeds < 1) {
      throw new UnusableException("--simulate must be at least 1, not " + seeds);
    }
    if (!scenarios.isEmpty() || soak != null) {
      throw new UnusableException("--simulate needs no service, so it goes with no scenario");
    }
  }

  /** How many seeds are to be simulated; empty: none. */
  OptionalInt simulate() {
    return simulate == null ? OptionalInt.empty() : OptionalInt.of(simulate);
  }

  List<Path> scenarios() {
    return scenarios;
  }

  /** Whether a scenario is to be run. */
  boolean includes(String name) {
    return only.isEmpty() || only.contains(name);
  }

  /**
   * Checks that all that are to be run by their names are there.
   *
   * @throws UnusableException if one is not
   */
  void checkOnly(List<String> names) {
    for (String name : only) {
      if (!names.contains(name)) {
        throw new UnusableException("--only: there is no scenario " + name + " in " + names);
      }
    }
  }

  long seed() {
    return seed;
  }

  int repeat() {
    return repeat;
  }

  Path results() {
    return results;
  }

  @Nullable OutputFile table() {
    return OutputFile.of(table, "--table");
  }

  /** How long to soak; null: not at all. */
  @Nullable Duration soak() {
    if (soak == null) {
      return null;
    }
    Duration duration = Durations.parsePositive(soak);
    if (duration == null) {
      throw new UnusableException("--soak must be " + Durations.NEEDED);
    }
    return duration;
  }

  Duration patience() {
    return timeout.duration();
  }

  /** It need not be there, and is made when it is needed. */
  private static void requireFolder(Path folder) {
    Path existing = folder;
    while (!Files.exists(existing) && existing.getParent() != null) {
      existing = existing.getParent();
    }
    if (!Files.isDirectory(existing) || !Files.isWritable(existing)) {
      throw new UnusableException(
          "--results: " + existing + " is no folder that can be written to");
    }
  }
}
