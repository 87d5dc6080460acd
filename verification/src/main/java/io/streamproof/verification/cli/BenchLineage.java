package io.streamproof.verification.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.streamproof.verification.bench.Latencies;
import io.streamproof.verification.bench.LineageLoad;
import io.streamproof.verification.bench.LineageQuestions;
import io.streamproof.verification.stack.Pause;
import io.streamproof.verification.stack.Report;
import io.streamproof.verification.stack.Stack;
import io.streamproof.verification.stack.StackException;
import io.streamproof.verification.stack.StackOptions;
import io.streamproof.verification.stack.Stillness;
import io.streamproof.verification.stack.TemporaryFolder;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench lineage}: how soon questions are answered on topics of so many records. */
@Command(
    name = "lineage",
    description = {
      "Fills topics with what a filter and a sum make of so many events, lets the audit read them,"
          + " and asks for the lineage of records at random places."
    },
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class BenchLineage implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final long PAUSE_MILLIS = 500;

  @Spec private CommandSpec command;

  @Option(
      names = "--records",
      defaultValue = "10000000",
      description = "Events in the source topic (default: ${DEFAULT-VALUE}).")
  private long records;

  @Option(
      names = "--questions",
      defaultValue = "200",
      description = "Of each kind (default: ${DEFAULT-VALUE}).")
  private int questions;

  @Option(
      names = "--window",
      paramLabel = "MINUTES",
      defaultValue = "10",
      description =
          "Of the sum, which takes in 1,500 records a minute (default: ${DEFAULT-VALUE}).")
  private int windowMinutes;

  @Override
  public Integer call() throws IOException {
    if (records < 1_000 || questions < 1 || windowMinutes < 1) {
      throw new UnusableException("--records must be at least 1000, the others at least 1");
    }
    PrintWriter out = command.commandLine().getOut();
    Progress progress = Progress.of(command);
    try (TemporaryFolder folder = TemporaryFolder.create()) {
      Path pipeline = Files.writeString(folder.path().resolve("lineage.yml"), specification());
      StackOptions options =
          StackOptions.of(pipeline)
              .without(Set.of("passed", "recent"))
              .with("STREAMPROOF_AUDIT_INDEXEVENTS", "false")
              .withProgress(progress::step);
      try (Stack stack = Stack.start(options)) {
        List<Latencies> rows = measure(stack, progress);
        out.println(Latencies.head());
        rows.forEach(row -> out.println(row.row()));
        out.flush();
        return rows.stream().allMatch(Latencies::isRight) ? ExitCode.PROVEN : ExitCode.UNKNOWN;
      }
    }
  }

  private List<Latencies> measure(Stack stack, Progress progress) {
    progress.step("writing %s events and what follows".formatted(ReportTable.number(records)));
    LineageLoad.Sizes sizes =
        new LineageLoad(stack.pipeline())
            .write(
                stack.brokers(),
                records,
                written -> progress.update(ReportTable.number(written) + " written"));
    progress.step("waiting until the audit has read all of it");
    awaitRead(stack, sizes, progress);
    progress.step("asking %s questions of each kind".formatted(questions));
    return new LineageQuestions(stack, sizes).ask(questions);
  }

  private static void awaitRead(Stack stack, LineageLoad.Sizes sizes, Progress progress) {
    Stillness stillness = new Stillness(PATIENCE, System::nanoTime);
    while (true) {
      stack.requireAlive();
      Report report = stack.report().orElse(null);
      long read = report == null ? 0 : report.source().observed();
      long summed = report == null ? 0 : report.stage("recent").consumed();
      if (read == sizes.source() && summed == sizes.passed()) {
        return;
      }
      if (stillness.reached(List.of(read, summed))) {
        throw new StackException("the audit has read %s events and stands still".formatted(read));
      }
      progress.update("%s read".formatted(ReportTable.number(read + summed)));
      Pause.millis(PAUSE_MILLIS);
    }
  }

  private String specification() throws IOException {
    try (InputStream file = Latencies.class.getResourceAsStream("lineage.yml")) {
      return new String(Objects.requireNonNull(file).readAllBytes(), UTF_8)
          .replace("window: 10m", "window: " + windowMinutes + "m");
    }
  }
}
