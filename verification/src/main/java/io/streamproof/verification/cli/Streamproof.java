package io.streamproof.verification.cli;

import io.streamproof.pipeline.yaml.InvalidSpecificationException;
import io.streamproof.verification.stack.StackException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./streamproof}: its commands, and what becomes of their failures. */
@Command(
    name = "streamproof",
    description = "Runs stream pipelines on Kafka and proves that their results are right.",
    mixinStandardHelpOptions = true,
    version = "streamproof 0.1.0",
    subcommands = {Run.class, Verify.class, Bench.class})
@SuppressWarnings("NullAway.Init") // picocli sets the field
public final class Streamproof implements Runnable {
  @Spec private CommandSpec command;

  Streamproof() {}

  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Streamproof())
        .setUsageHelpWidth(100)
        .setExecutionExceptionHandler((e, line, result) -> explain(e, line.getErr()));
  }

  @Override
  public void run() {
    throw new ParameterException(command.commandLine(), "Say what to do: a command is missing.");
  }

  private static int explain(Exception failure, PrintWriter err) {
    if (failure instanceof InvalidSpecificationException invalid) {
      err.println(invalid.getMessage());
      return ExitCode.UNUSABLE;
    }
    if (failure instanceof UnusableException || failure instanceof StackException) {
      err.println("streamproof: " + failure.getMessage());
      return failure instanceof StackException ? ExitCode.UNKNOWN : ExitCode.UNUSABLE;
    }
    if (failure instanceof IOException || failure instanceof UncheckedIOException) {
      Throwable cause = failure instanceof UncheckedIOException ? failure.getCause() : failure;
      err.println("streamproof: reading or writing has failed: " + cause);
      return ExitCode.UNKNOWN;
    }
    err.println("streamproof: this is a defect of streamproof itself, please report it:");
    failure.printStackTrace(err);
    return ExitCode.UNKNOWN;
  }
}
