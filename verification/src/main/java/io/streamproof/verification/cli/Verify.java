package io.streamproof.verification.cli;

import io.streamproof.verification.scenario.RecallTable;
import io.streamproof.verification.scenario.ResultTable;
import io.streamproof.verification.scenario.Scenario;
import io.streamproof.verification.scenario.ScenarioReader;
import io.streamproof.verification.scenario.ScenarioResult;
import io.streamproof.verification.scenario.Soak;
import io.streamproof.verification.scenario.Verification;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code verify}: scenarios, each run and judged by what it declares. */
@Command(
    name = "verify",
    description = {
      "Runs scenarios, each on a stack of its own, and judges them by what they declare: the"
          + " verdict, the findings, the results. Or simulates the audit: see docs/SIMULATION.md."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:all as declared",
      "1:one is not",
      "2:unusable arguments or scenario",
      "3:one was not settled in time"
    },
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class Verify implements Callable<Integer> {
  @Spec private CommandSpec command;
  @Mixin private VerifyArguments arguments;

  @Override
  public Integer call() throws IOException {
    arguments.check();
    if (arguments.simulate().isPresent()) {
      return simulate(arguments.simulate().getAsInt());
    }
    List<Scenario> scenarios = scenarios();
    PrintWriter out = command.commandLine().getOut();
    Progress progress = Progress.of(command);
    Verification verification =
        new Verification(arguments.results(), arguments.patience(), progress::update);
    List<ScenarioResult> results = new ArrayList<>();
    RecallTable table = new RecallTable();
    Consumer<ScenarioResult> told =
        result -> {
          results.add(result);
          table.add(result);
          tell(result, progress, out);
          write(table);
        };
    for (long seed = arguments.seed(); seed < arguments.seed() + arguments.repeat(); seed++) {
      for (Scenario scenario : scenarios) {
        progress.step("%s, seed %s".formatted(scenario.name(), seed));
        told.accept(verification.run(scenario, seed));
      }
    }
    Duration soak = arguments.soak();
    if (soak != null) {
      new Soak(verification, arguments.seed(), progress::step).run(soak, told);
    }
    out.print("\n" + ResultTable.of(results));
    out.flush();
    return exitCode(results);
  }

  private int simulate(int seeds) {
    return new SimulatedSeeds(command.commandLine().getOut(), Progress.of(command))
        .run(arguments.seed(), seeds);
  }

  private List<Scenario> scenarios() throws IOException {
    List<Scenario> scenarios = new ArrayList<>();
    for (Path path : arguments.scenarios()) {
      List<Scenario> declared = ScenarioReader.read(path);
      if (declared.isEmpty()) {
        throw new UnusableException("there is no scenario in " + path + ", no file *.yml");
      }
      scenarios.addAll(declared);
    }
    arguments.checkOnly(scenarios.stream().map(Scenario::name).toList());
    scenarios.removeIf(scenario -> !arguments.includes(scenario.name()));
    return scenarios;
  }

  private static void tell(ScenarioResult result, Progress progress, PrintWriter out) {
    progress.finishLine();
    out.println(ResultTable.line(result));
    out.flush();
  }

  /** After each result, so that a long run that is ended leaves what it has. */
  private void write(RecallTable table) {
    OutputFile file = arguments.table();
    if (file != null) {
      file.write(String.join("\n", table.markdown()) + "\n");
    }
  }

  private static int exitCode(List<ScenarioResult> results) {
    if (results.stream().anyMatch(result -> !result.isSettled())) {
      return ExitCode.UNKNOWN;
    }
    return results.stream().allMatch(ScenarioResult::isAsDeclared)
        ? ExitCode.PROVEN
        : ExitCode.VIOLATED;
  }
}
