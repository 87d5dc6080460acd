package io.streamproof.verification.cli;

import io.streamproof.verification.stack.Report;
import io.streamproof.verification.stack.Stack;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code run}: a pipeline and a file of events, from start to verdict, on this machine. */
@Command(
    name = "run",
    description = {
      "Runs a pipeline on this machine and proves its results: starts a broker, PostgreSQL and every"
          + " service, uploads a file, waits until all of it is settled, prints the audit's report"
          + " and stops everything it started."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:PROVEN",
      "1:VIOLATED",
      "2:unusable arguments or specification",
      "3:UNKNOWN, or not settled in time"
    },
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class Run implements Callable<Integer> {
  @Spec private CommandSpec command;
  @Mixin private RunArguments arguments;

  @Override
  public Integer call() {
    arguments.check();
    PrintWriter out = command.commandLine().getOut();
    Progress progress = Progress.of(command);
    String warning = arguments.warning();
    if (warning != null) {
      progress.step(warning);
    }
    try (Stack stack = Stack.start(arguments.stack().withProgress(progress::step))) {
      new ExternalServices(stack, progress).awaitAll(out);
      Outcome outcome = new Job(stack, progress, arguments.patience()).process(arguments.input());
      out.print(outcome.text());
      out.flush();
      write(stack, outcome, progress);
      if (arguments.keep()) {
        new Kept(stack).awaitInterrupt(out);
      }
      return outcome.exitCode();
    }
  }

  private void write(Stack stack, Outcome outcome, Progress progress) {
    OutputFile output = arguments.output();
    if (output != null) {
      long records = output.write(target -> results(stack, target));
      progress.step(ReportTable.number(records) + " results in " + output.path());
    }
    OutputFile file = arguments.report();
    Report report = outcome.report();
    if (file != null && report != null) {
      file.write(report.json() + "\n");
      progress.step("the report in " + file.path());
    }
  }

  private static long results(Stack stack, OutputStream target) throws IOException {
    return Results.write(stack.brokers(), stack.pipeline().resultTopics(), target);
  }
}
