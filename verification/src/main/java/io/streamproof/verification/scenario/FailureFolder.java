package io.streamproof.verification.scenario;

import io.streamproof.verification.stack.Report;
import io.streamproof.verification.stack.Service;
import io.streamproof.verification.stack.Stack;
import io.streamproof.verification.stack.StackException;
import io.streamproof.verification.stack.StackProcess;
import java.io.IOException;
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

  /** Keeps all of it, as long as the stack is up. */
  ScenarioResult keep(Stack stack, Path operationsLog, Scenario scenario, ScenarioResult result) {
    return keep(
        result,
        () -> {
          write(scenario, result);
          write(stack, operationsLog, result);
        });
  }

  /** Keeps what there is without a stack. */
  ScenarioResult keep(Scenario scenario, ScenarioResult result) {
    return keep(result, () -> write(scenario, result));
  }

  /** A full disk, say, is told of, and does not hide what came of the scenario. */
  private ScenarioResult keep(ScenarioResult result, Writing writing) {
    ScenarioResult kept = result.in(folder);
    try {
      writing.run();
      return kept;
    } catch (IOException e) {
      return kept.withFurther(List.of("its folder is not complete: " + e));
    }
  }

  @FunctionalInterface
  private interface Writing {
    void run() throws IOException;
  }

  private void write(Stack stack, Path operationsLog, ScenarioResult result) throws IOException {
    Files.copy(
        operationsLog, folder.resolve("operations.log"), StandardCopyOption.REPLACE_EXISTING);
    processes(stack);
    write("report.json", stack.report().map(Report::json).stream().toList());
    write("findings.json", findings(stack));
    if (result.manifest() != null && result.judgement() != null) {
      write("manifest.txt", result.manifest().lines());
      write("listing.txt", result.judgement().listing());
    }
  }

  private void write(Scenario scenario, ScenarioResult result) throws IOException {
    Files.createDirectories(folder);
    write("problems.txt", result.problems());
    String plan = scenario.planText(result.seed());
    if (plan != null) {
      write("plan.yml", List.of(plan.strip()));
    }
    write("repeat.txt", List.of(scenario.command(result.seed())));
  }

  /** Each process's log, and how each has ended. */
  private void processes(Stack stack) throws IOException {
    List<String> names = new ArrayList<>();
    stack.brokerProcesses().stream().map(StackProcess::name).forEach(names::add);
    names.add("postgresql");
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
