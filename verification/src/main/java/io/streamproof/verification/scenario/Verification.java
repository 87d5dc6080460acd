package io.streamproof.verification.scenario;

import io.streamproof.pipeline.spec.PipelineSpecification;
import io.streamproof.pipeline.spec.StageSpecification;
import io.streamproof.verification.fault.OperationsLog;
import io.streamproof.verification.sequence.SequenceJar;
import io.streamproof.verification.stack.EffectivePipeline;
import io.streamproof.verification.stack.Stack;
import io.streamproof.verification.stack.StackException;
import io.streamproof.verification.stack.StackOptions;
import io.streamproof.verification.stack.TemporaryFolder;
import io.streamproof.verification.workload.Workload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Runs scenarios, each on a stack of its own. The results of an undisturbed run are kept, for
 * scenarios that send the same to the same pipeline.
 *
 * @param results where failed scenarios leave their folders
 * @param patience how long nothing may move
 * @param progress told how far it is
 */
public record Verification(
    Path results,
    Duration patience,
    Consumer<String> progress,
    Map<Input, KeyedResults> undisturbed) {

  public Verification(Path results, Duration patience, Consumer<String> progress) {
    this(results, patience, progress, new HashMap<>());
  }

  /** What an undisturbed run depends on. */
  record Input(
      Path pipeline,
      OptionalInt partitions,
      @Nullable Path operators,
      Workload workload,
      long seed) {
    static Input of(Scenario scenario, long seed) {
      return new Input(
          scenario.pipeline(),
          scenario.partitions(),
          scenario.operators(),
          scenario.workload(),
          seed);
    }
  }

  /** The same, whose failed scenarios leave their folders elsewhere. */
  Verification into(Path others) {
    return new Verification(others, patience, progress, undisturbed);
  }

  /** Runs a scenario with a seed, and judges it by what it declares. */
  public ScenarioResult run(Scenario scenario, long seed) {
    try (TemporaryFolder work = TemporaryFolder.create()) {
      return run(scenario, seed, work.path(), comparison(scenario, seed));
    } catch (StackException | UncheckedIOException e) {
      return left(scenario, failed(scenario, seed, e));
    }
  }

  private ScenarioResult run(
      Scenario scenario,
      long seed,
      Path work,
      @Nullable Function<Workload, KeyedResults> compared) {
    Stack stack = Stack.start(options(scenario, seed, work));
    List<String> unclosed = List.of();
    ScenarioResult result;
    try {
      result = run(scenario, seed, stack, work.resolve("operations.log"), compared);
    } finally {
      unclosed = close(stack);
    }
    return unclosed.isEmpty() ? result : left(scenario, result.withFurther(unclosed));
  }

  /** What went wrong with it; it does not hide what came of the scenario. */
  private static List<String> close(Stack stack) {
    try {
      stack.close();
      return List.of();
    } catch (StackException | UncheckedIOException e) {
      return List.of(String.valueOf(e.getMessage()));
    }
  }

  private ScenarioResult run(
      Scenario scenario,
      long seed,
      Stack stack,
      Path operationsLog,
      @Nullable Function<Workload, KeyedResults> compared) {
    try (OperationsLog log = OperationsLog.create(operationsLog)) {
      ScenarioRun run = new ScenarioRun(scenario, seed, stack, log, patience, progress);
      ScenarioResult result = judged(scenario, seed, run, compared);
      if (result.isAsDeclared()) {
        return result;
      }
      return FailureFolder.of(results, scenario.name(), seed)
          .keep(stack, operationsLog, scenario, result);
    }
  }

  private static ScenarioResult judged(
      Scenario scenario,
      long seed,
      ScenarioRun run,
      @Nullable Function<Workload, KeyedResults> compared) {
    try {
      return run.run(compared);
    } catch (StackException | UncheckedIOException e) {
      return failed(scenario, seed, e);
    }
  }

  /** A failure of which nothing but its words can be kept, or no more than is kept already. */
  private ScenarioResult left(Scenario scenario, ScenarioResult result) {
    return FailureFolder.of(results, scenario.name(), result.seed()).keep(scenario, result);
  }

  /**
   * What the results are to be compared with. It is made before the scenario's own stack is up, so
   * that there is one at a time, unless what is sent shows only in the end.
   */
  private @Nullable Function<Workload, KeyedResults> comparison(Scenario scenario, long seed) {
    if (scenario.expectation().results() == null) {
      return null;
    }
    if (scenario.workload().isEndless()) {
      return input -> undisturbed(scenario, input, seed);
    }
    KeyedResults results =
        undisturbed.computeIfAbsent(
            Input.of(scenario, seed), same -> undisturbed(scenario, scenario.workload(), seed));
    return sent -> results;
  }

  private KeyedResults undisturbed(Scenario scenario, Workload workload, long seed) {
    Scenario alone = scenario.undisturbed(workload);
    try (TemporaryFolder work = TemporaryFolder.create();
        Stack stack = Stack.start(options(alone, seed, work.path()));
        OperationsLog log = OperationsLog.create(work.path().resolve("operations.log"))) {
      return new ScenarioRun(alone, seed, stack, log, patience, progress).results();
    }
  }

  private StackOptions options(Scenario scenario, long seed, Path work) {
    PipelineSpecification pipeline =
        EffectivePipeline.read(scenario.pipeline(), scenario.partitions()).specification();
    List<String> stages = pipeline.stages().stream().map(StageSpecification::name).toList();
    StackOptions options =
        StackOptions.of(scenario.pipeline())
            .withPartitions(scenario.partitions())
            .withOperators(operators(scenario, pipeline, work))
            .withStagesTogetherBut(scenario.disturbed(stages, seed))
            .withBrokers(scenario.brokers())
            .withAudits(scenario.audits())
            .withProxies(scenario.operations(seed).proxied())
            .withProgress(progress);
    for (Map.Entry<String, String> setting : scenario.settings().entrySet()) {
      options = options.with(setting.getKey(), setting.getValue());
    }
    String plan = scenario.planText(seed);
    return plan == null ? options : withPlan(options, plan, work);
  }

  private static StackOptions withPlan(StackOptions options, String text, Path work) {
    Path plan = work.resolve("plan.yml");
    try {
      Files.writeString(plan, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return options.withFaults(plan);
  }

  private static @Nullable Path operators(
      Scenario scenario, PipelineSpecification pipeline, Path work) {
    if (scenario.operators() != null || !pipeline.hasCustomOperators()) {
      return scenario.operators();
    }
    try {
      Path jars = Files.createDirectories(work.resolve("operators"));
      SequenceJar.write(jars.resolve("sequence.jar"));
      return jars;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ScenarioResult failed(Scenario scenario, long seed, RuntimeException e) {
    return new ScenarioResult(
        scenario.name(),
        seed,
        null,
        null,
        null,
        null,
        Duration.ZERO,
        List.of(String.valueOf(e.getMessage())),
        null);
  }
}
