package io.streamproof.verification.scenario;

import io.streamproof.pipeline.fault.FaultPlan;
import io.streamproof.pipeline.operator.CustomOperators;
import io.streamproof.verification.fault.OperationsLog;
import io.streamproof.verification.fault.OperationsOutcome;
import io.streamproof.verification.fault.OperationsRun;
import io.streamproof.verification.sequence.SequenceJar;
import io.streamproof.verification.stack.Pause;
import io.streamproof.verification.stack.Report;
import io.streamproof.verification.stack.Stack;
import io.streamproof.verification.stack.StackException;
import io.streamproof.verification.stack.Stillness;
import io.streamproof.verification.workload.Feed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A scenario on a stack that is up: feeds, disturbs, waits until all is judged, and looks. */
final class ScenarioRun {
  private static final long PAUSE_MILLIS = 200;
  private static final CustomOperators CUSTOM = SequenceJar.OPERATORS;

  private final Scenario scenario;
  private final long seed;
  private final FaultPlan plan;
  private final Stack stack;
  private final OperationsLog log;
  private final Duration patience;
  private final Consumer<String> progress;
  private final CrashWatch crashes;
  private final Feed feed;
  private final List<String> problems = new ArrayList<>();

  ScenarioRun(
      Scenario scenario,
      long seed,
      Stack stack,
      OperationsLog log,
      Duration patience,
      Consumer<String> progress) {
    this.scenario = scenario;
    this.seed = seed;
    this.plan = scenario.plan(seed);
    this.stack = stack;
    this.log = log;
    this.patience = patience;
    this.progress = progress;
    this.crashes = new CrashWatch(stack, plan, log);
    this.feed = new Feed(stack.service("ingest").address(), stack.pipeline().name(), patience);
  }

  /**
   * Runs it to the end.
   *
   * @param undisturbed the results to compare with; null: they are not compared
   * @throws StackException if a part of the stack dies, or not all is settled in time
   */
  ScenarioResult run(@Nullable KeyedResults undisturbed) {
    long beginNanos = System.nanoTime();
    CompletableFuture<Void> feeding = CompletableFuture.runAsync(this::send);
    try (OperationsRun operations = scenario.operations().begin(stack, log)) {
      awaitFed(feeding);
      awaitJudged(operations);
      OperationsOutcome outcome = operations.finish(patience);
      outcome.notReached().forEach(name -> problems.add("operation " + name + ": not reached"));
      outcome.failed().forEach(name -> problems.add("operation failed: " + name));
    }
    Logs logs = awaitJudged(null);
    problems.addAll(crashes.missing());
    return judge(logs, undisturbed, Duration.ofNanos(System.nanoTime() - beginNanos));
  }

  /** Runs it, and gives its results instead of judging them. */
  KeyedResults results() {
    CompletableFuture<Void> feeding = CompletableFuture.runAsync(this::send);
    awaitFed(feeding);
    Logs logs = awaitJudged(null);
    Report report = stack.report().orElseThrow();
    boolean wrong =
        FoundFinding.all(stack).stream().anyMatch(finding -> !finding.anomaly().isOfTime());
    if (report.verdict() != Report.Verdict.PROVEN || wrong) {
      throw new StackException("the undisturbed run is not PROVEN without findings: " + report);
    }
    return KeyedResults.read(logs, stack.pipeline().resultTopics());
  }

  private void send() {
    try {
      feed.send(scenario.workload(), seed);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void awaitFed(CompletableFuture<Void> feeding) {
    while (!feeding.isDone()) {
      crashes.look();
      progress.accept("accepted %,d".formatted(feed.accepted()));
      Pause.millis(PAUSE_MILLIS);
    }
    try {
      feeding.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof StackException refused
          ? refused
          : new StackException("the workload broke off: " + e.getCause());
    }
    if (feed.refused() != feed.untyped()) {
      problems.add(
          "ingest refused %d events, where %d are invalid"
              .formatted(feed.refused(), feed.untyped()));
    }
  }

  /** Waits until all that stands in the topics is judged, and the operations are over. */
  private Logs awaitJudged(@Nullable OperationsRun operations) {
    Stillness stillness = new Stillness(patience, System::nanoTime);
    long findings = -1;
    while (true) {
      crashes.look();
      Report report = stack.report().orElse(null);
      List<String> missing = missing(report, operations);
      if (report != null && missing.isEmpty()) {
        if (findings == report.findings()) {
          Logs logs = new Logs(stack.brokers());
          missing = Settled.unseen(report, stack.pipeline(), logs);
          if (missing.isEmpty()) {
            return logs;
          }
        }
        findings = report.findings();
      }
      progress.accept(missing.isEmpty() ? "settled" : "waiting: " + missing.get(0));
      if (stillness.reached(Arrays.asList(report, missing, findings))) {
        throw new StackException("not settled, and nothing moves: " + missing);
      }
      Pause.millis(PAUSE_MILLIS);
    }
  }

  private List<String> missing(@Nullable Report report, @Nullable OperationsRun operations) {
    if (operations != null && operations.isBusy()) {
      return List.of("operations are under way");
    }
    return report == null
        ? List.of("the audit gives no report: " + stack.reportProblem())
        : Settled.pending(report, scenario.expectation().verdict());
  }

  private ScenarioResult judge(Logs logs, @Nullable KeyedResults undisturbed, Duration took) {
    Report report = stack.report().orElseThrow();
    List<FoundFinding> findings = FoundFinding.all(stack);
    Manifest manifest = Manifest.of(stack.pipeline(), plan, CUSTOM, logs);
    Judgement judgement = Judgement.of(manifest, findings);
    Expectation expected = scenario.expectation();
    if (report.verdict() != expected.verdict()) {
      problems.add("the verdict is %s, not %s".formatted(report.verdict(), expected.verdict()));
    }
    problems.addAll(judgement.problems(expected.findings()));
    KeyedResults results = KeyedResults.read(logs, stack.pipeline().resultTopics());
    if (undisturbed != null && expected.results() != null) {
      problems.addAll(results.differences(undisturbed, expected.results()));
    }
    if (expected.check() != null) {
      problems.addAll(expected.check().broken(results, feed.accepted()));
    }
    return new ScenarioResult(
        scenario.name(),
        seed,
        report.verdict(),
        manifest,
        judgement,
        Delays.of(stack.pipeline(), logs, findings),
        took,
        problems,
        null);
  }
}
