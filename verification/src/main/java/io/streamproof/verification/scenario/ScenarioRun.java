package io.streamproof.verification.scenario;

import io.streamproof.pipeline.fault.FaultPlan;
import io.streamproof.pipeline.operator.CustomOperators;
import io.streamproof.pipeline.record.SourceRecord;
import io.streamproof.verification.fault.OperationsLog;
import io.streamproof.verification.fault.OperationsOutcome;
import io.streamproof.verification.fault.OperationsRun;
import io.streamproof.verification.fault.OperationsTimeline;
import io.streamproof.verification.sequence.SequenceJar;
import io.streamproof.verification.stack.AuditClient;
import io.streamproof.verification.stack.Pause;
import io.streamproof.verification.stack.Report;
import io.streamproof.verification.stack.Report.Verdict;
import io.streamproof.verification.stack.Stack;
import io.streamproof.verification.stack.StackException;
import io.streamproof.verification.stack.Stillness;
import io.streamproof.verification.workload.Feed;
import io.streamproof.verification.workload.Workload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A scenario on a stack that is up: feeds, disturbs, waits until all is judged, and looks. */
final class ScenarioRun {
  private static final long PAUSE_MILLIS = 200;

  /** The audit reads a log that was cut no further, so what is left of it stays pending. */
  private static final Duration CUT_PATIENCE = Duration.ofSeconds(20);

  private static final int MOST_TOLD = 5;
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
  private List<SourceRecord> atRisk = List.of();

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
   * @param undisturbed the results to compare with, given the input that was sent; null: they are
   *     not compared
   * @throws StackException if a part of the stack dies, or not all is settled in time
   */
  ScenarioResult run(@Nullable Function<Workload, KeyedResults> undisturbed) {
    long beginNanos = System.nanoTime();
    OperationsTimeline timeline;
    try (feed;
        OperationsRun operations = scenario.operations(seed).begin(stack, log)) {
      timeline = operations.timeline();
      feed(() -> send(operations::isDone));
      awaitJudged(operations);
      OperationsOutcome outcome = operations.finish(patience);
      atRisk = operations.atRisk();
      outcome.failed().forEach(name -> problems.add("operation failed: " + name));
      problems.addAll(notReached(outcome.notReached()));
    }
    Logs logs = awaitJudged(null);
    problems.addAll(crashes.missing());
    if (scenario.operations(seed).disturbAudit()) {
      problems.addAll(contradictions());
    }
    return judge(logs, undisturbed, timeline, Duration.ofNanos(System.nanoTime() - beginNanos));
  }

  private static List<String> notReached(List<String> operations) {
    List<String> told =
        operations.stream()
            .limit(MOST_TOLD)
            .map(name -> "operation " + name + ": not reached")
            .toList();
    return operations.size() <= MOST_TOLD
        ? told
        : Stream.concat(
                told.stream(),
                Stream.of("and %s more operations".formatted(operations.size() - MOST_TOLD)))
            .toList();
  }

  /** Runs it, and gives its results instead of judging them. */
  KeyedResults results() {
    try (feed) {
      feed(() -> send(() -> false));
    }
    Logs logs = awaitJudged(null);
    Report report = stack.report().orElseThrow();
    List<String> wrong =
        Judgement.of(manifest(logs), FoundFinding.all(stack))
            .problems(new ExpectedFindings.Injected());
    if (report.verdict() != Verdict.PROVEN || !wrong.isEmpty()) {
      throw new StackException(
          "the undisturbed run is %s, and: %s".formatted(report.verdict(), wrong));
    }
    return KeyedResults.read(logs, stack.pipeline().resultTopics());
  }

  /** Sends all; of an endless workload, as long as there are operations. */
  private void send(BooleanSupplier noneLeft) {
    Workload workload = scenario.workload();
    try {
      feed.send(workload, seed, () -> workload.isEndless() && noneLeft.getAsBoolean());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Feeds in a thread of its own, as it blocks, and watches meanwhile. */
  private void feed(Runnable sending) {
    CompletableFuture<Void> feeding =
        CompletableFuture.runAsync(sending, work -> new Thread(work, "feed").start());
    while (!feeding.isDone()) {
      crashes.look();
      progress.accept(String.format(Locale.ROOT, "accepted %,d", feed.accepted()));
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
          "ingest refused %s events, where %s are invalid"
              .formatted(feed.refused(), feed.untyped()));
    }
  }

  /** Waits until all that stands in the topics is judged, and the operations are over. */
  private Logs awaitJudged(@Nullable OperationsRun operations) {
    return awaitJudged(stack.audit(), operations);
  }

  private Logs awaitJudged(AuditClient audit, @Nullable OperationsRun operations) {
    Stillness stillness = new Stillness(patience, System::nanoTime);
    Stillness cutStillness = new Stillness(CUT_PATIENCE, System::nanoTime);
    long findings = -1;
    while (true) {
      crashes.look();
      Report report = audit.report().orElse(null);
      List<String> missing = missing(audit, report, operations);
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
      List<@Nullable Object> state =
          Arrays.asList(report == null ? null : report.headway(), missing, findings);
      if (mayBeCut(report, operations) && cutStillness.reached(state)) {
        return new Logs(stack.brokers());
      }
      if (stillness.reached(state)) {
        throw new StackException("not settled, and nothing moves: " + missing);
      }
      Pause.millis(PAUSE_MILLIS);
    }
  }

  private boolean mayBeCut(@Nullable Report report, @Nullable OperationsRun operations) {
    return report != null
        && scenario.operations(seed).loseRecords()
        && (operations == null || !operations.isBusy());
  }

  /** In what a second audit, undisturbed, says something else of the same topics. */
  private List<String> contradictions() {
    progress.accept("starting a second audit");
    AuditClient witness = stack.startWitness();
    String pipeline = stack.pipeline().name();
    awaitJudged(witness, null);
    return Testimony.of(stack.audit(), pipeline).differences(Testimony.of(witness, pipeline));
  }

  private List<String> missing(
      AuditClient audit, @Nullable Report report, @Nullable OperationsRun operations) {
    if (operations != null && operations.isBusy()) {
      return List.of("operations are under way");
    }
    return report == null
        ? List.of("the audit gives no report: " + audit.problem())
        : Settled.pending(report, scenario.expectation().verdict());
  }

  private ScenarioResult judge(
      Logs logs,
      @Nullable Function<Workload, KeyedResults> undisturbed,
      OperationsTimeline timeline,
      Duration took) {
    Report report = stack.report().orElseThrow();
    List<FoundFinding> findings = FoundFinding.all(stack);
    Manifest manifest = manifest(logs);
    Judgement judgement = Judgement.of(manifest, besideCuts(findings));
    EmissionTimes times = new EmissionTimes(stack.pipeline(), logs);
    Expectation expected = scenario.expectation();
    if (report.verdict() != expected.verdict()) {
      problems.add("the verdict is %s, not %s".formatted(report.verdict(), expected.verdict()));
    }
    problems.addAll(
        judgement.problems(expected.findings(), anomaly -> when(timeline, times.of(anomaly))));
    KeyedResults results = KeyedResults.read(logs, stack.pipeline().resultTopics());
    if (expected.check() != null) {
      problems.addAll(expected.check().broken(results, feed.accepted()));
    }
    if (undisturbed != null && expected.results() != null) {
      results.differences(undisturbed.apply(input()), expected.results()).stream()
          .map(difference -> difference.words() + when(timeline, difference.emittedAt()))
          .forEach(problems::add);
    }
    return new ScenarioResult(
        scenario.name(),
        seed,
        report.verdict(),
        manifest,
        judgement,
        Delays.of(times, findings),
        took,
        problems,
        null);
  }

  /** Beside the events that are lost, a log that was cut is UNVERIFIABLE from there on. */
  private List<FoundFinding> besideCuts(List<FoundFinding> findings) {
    if (!scenario.operations(seed).loseRecords()) {
      return findings;
    }
    List<FoundFinding> others =
        findings.stream().filter(each -> !each.anomaly().kind().equals("UNVERIFIABLE")).toList();
    if (others.size() == findings.size()) {
      problems.add("no log is UNVERIFIABLE, though brokers have lost records");
    }
    return others;
  }

  private Manifest manifest(Logs logs) {
    return Manifest.of(stack.pipeline(), plan, CUSTOM, input(), logs, atRisk);
  }

  /** What has been sent. */
  private Workload input() {
    Workload workload = scenario.workload();
    return workload.isEndless() ? workload.first(feed.sent()) : workload;
  }

  private static String when(OperationsTimeline timeline, @Nullable Instant emitted) {
    String around = emitted == null ? "" : timeline.around(emitted);
    return around.isEmpty() ? "" : "; emitted at " + emitted + ", " + around;
  }
}
