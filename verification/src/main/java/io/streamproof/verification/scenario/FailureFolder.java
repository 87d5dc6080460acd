package io.streamproof.verification.scenario;

import io.streamproof.verification.stack.Report;
import io.streamproof.verification.stack.Service;
import io.streamproof.verification.stack.Stack;
import io.streamproof.verification.stack.StackException;
import io.streamproof.verification.stack.StackProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What a failed scenario leaves, so that its failure can be understood and repeated. */
record FailureFolder(Path folder) {
  static FailureFolder of(Path results, String scenario, long seed) {
    return new FailureFolder(results.resolve(scenario + "-" + seed));
  }

  /** Writes all of it, as long as the stack is up. */
  void write(Stack stack, Path operationsLog, Scenario scenario, ScenarioResult result) {
    write(scenario, result);
    try {
      Files.copy(
          operationsLog, folder.resolve("operations.log"), StandardCopyOption.REPLACE_EXISTING);
      processes(stack);
      write("report.json", stack.report().map(Report::json).stream().toList());
      write("findings.json", findings(stack));
      if (result.manifest() != null && result.judgement() != null) {
        write("manifest.txt", result.manifest().lines());
        write("listing.txt", result.judgement().listing());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes what there is without a stack. */
  void write(Scenario scenario, ScenarioResult result) {
    try {
      Files.createDirectories(folder);
      write("problems.txt", result.problems());
      String plan = scenario.planText(result.seed());
      if (plan != null) {
        write("plan.yml", List.of(plan.strip()));
      }
      write("repeat.txt", List.of(scenario.command(result.seed())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Each process's log, and how each has ended. */
  private void processes(Stack stack) throws IOException {
    List<String> names = new ArrayList<>(List.of("broker", "postgresql"));
    stack.services().stream().map(Service::process).map(StackProcess::name).forEach(names::add);
    List<String> ends = new ArrayList<>();
    for (String name : names) {
      StackProcess process = stack.process(name);
      ends.add(
          name
              + ": "
              + (process.exitCode().isPresent()
                  ? "exit code " + process.exitCode().getAsInt()
                  : "running"));
      if (Files.exists(process.log())) {
        Files.copy(
            process.log(), folder.resolve(name + ".log"), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    write("processes.txt", ends);
  }

  private static List<String> findings(Stack stack) {
    try {
      return List.of(
          FoundFinding.all(stack).stream()
              .map(finding -> finding.json().toString())
              .collect(Collectors.joining(",\n", "[", "]")));
    } catch (StackException e) {
      return List.of();
    }
  }

  private void write(String name, List<String> lines) throws IOException {
    Files.write(folder.resolve(name), lines);
  }
}
