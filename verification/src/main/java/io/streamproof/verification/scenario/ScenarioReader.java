package io.streamproof.verification.scenario;

import io.streamproof.pipeline.fault.FaultPlanReader;
import io.streamproof.pipeline.spec.PipelineSpecification;
import io.streamproof.pipeline.yaml.YamlFiles;
import io.streamproof.pipeline.yaml.YamlMapping;
import io.streamproof.pipeline.yaml.YamlValue;
import io.streamproof.verification.fault.EveryPair;
import io.streamproof.verification.fault.Operations;
import io.streamproof.verification.fault.OperationsReader;
import io.streamproof.verification.stack.EffectivePipeline;
import io.streamproof.verification.stack.StackOptions;
import io.streamproof.verification.workload.Workload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.function.IntFunction;
import java.util.function.LongFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Reads scenarios; whatever cannot be run is told with file and line before anything starts. */
public final class ScenarioReader {
  private static final List<String> KNOWN =
      List.of(
          "name",
          "pipeline",
          "partitions",
          "operators",
          "brokers",
          "audits",
          "settings",
          "workload",
          "faults",
          "crashes",
          "operations",
          "stacks",
          "expect");
  private static final String NEEDED_NAME = "1 to 60 of the characters a to z, 0 to 9 and -";
  private static final String EVERY_PAIR = "every-pair";
  private static final int MOST_AUDITS = 10;
  private static final int MOST_STACKS = 100;
  private static final YamlFiles FILES =
      new YamlFiles(
          "begin with \"name:\", \"pipeline:\", \"workload:\" and \"expect:\"",
          "split it into several scenarios");

  private final Path file;
  private final Path folder;

  private ScenarioReader(Path file) {
    this.file = file;
    this.folder = Objects.requireNonNull(file.toAbsolutePath().getParent());
  }

  /**
   * Reads the scenario in a file, or all in a folder, by name.
   *
   * @throws io.streamproof.pipeline.yaml.InvalidSpecificationException if one cannot be run
   */
  public static List<Scenario> read(Path fileOrFolder) throws IOException {
    if (!Files.isDirectory(fileOrFolder)) {
      return new ScenarioReader(fileOrFolder).scenarios();
    }
    try (Stream<Path> files = Files.list(fileOrFolder)) {
      return files
          .filter(each -> Files.isRegularFile(each) && each.toString().endsWith(".yml"))
          .sorted()
          .flatMap(each -> new ScenarioReader(each).scenarios().stream())
          .toList();
    }
  }

  private List<Scenario> scenarios() {
    List<Scenario> scenarios = FILES.read(file, this::scenarios);
    Scenario first = scenarios.get(0);
    String plan = first.planText(0);
    if (plan != null) {
      PipelineSpecification pipeline =
          EffectivePipeline.read(first.pipeline(), first.partitions()).specification();
      FaultPlanReader.parse(file.toString(), plan, pipeline);
    }
    return scenarios;
  }

  private @Nullable List<Scenario> scenarios(YamlValue root) {
    YamlMapping scenario = root.named("the scenario").mapping(KNOWN);
    if (scenario == null) {
      return null;
    }
    int stacks = stacks(scenario);
    IntFunction<Scenario> byStack = byStack(root, scenario, stacks);
    return byStack == null ? null : IntStream.rangeClosed(1, stacks).mapToObj(byStack).toList();
  }

  /** What a file declares, by the number of the stack. */
  private @Nullable IntFunction<Scenario> byStack(
      YamlValue root, YamlMapping scenario, int stacks) {
    YamlValue named = scenario.required("name", "give the scenario one");
    String name = named == null ? null : named.read(ScenarioReader::name, NEEDED_NAME);
    Path pipeline = path(scenario.required("pipeline", "name the file of a specification"));
    Workload workload = workload(scenario);
    Expectation expectation = expectation(scenario);
    OptionalInt partitions = partitions(scenario.get("partitions"));
    int brokers = brokers(scenario.get("brokers"));
    IntFunction<LongFunction<Operations>> operations =
        operations(scenario.get("operations"), pipeline, partitions, brokers, stacks);
    Path operators = scenario.get("operators") == null ? null : path(scenario.get("operators"));
    int audits = number(scenario.get("audits"), MOST_AUDITS);
    Map<String, String> settings = settings(scenario.get("settings"));
    String faults = Lines.of(root, List.of("faults", "crashes"), text());
    if (name == null || pipeline == null || workload == null || expectation == null) {
      return null;
    }
    return stack ->
        new Scenario(
            stacks == 1 ? name : name + "-" + stack,
            file,
            pipeline,
            partitions,
            operators,
            brokers,
            audits,
            settings,
            workload,
            faults,
            operations.apply(stack),
            stacks,
            expectation);
  }

  private @Nullable Workload workload(YamlMapping scenario) {
    YamlValue value = scenario.required("workload", "say what is sent");
    return value == null ? null : new WorkloadReader(this::path).read(value);
  }

  private static @Nullable Expectation expectation(YamlMapping scenario) {
    YamlValue value = scenario.required("expect", "say what must come out");
    return value == null ? null : ExpectationReader.read(value);
  }

  /** Those of each stack, for a seed. */
  private static IntFunction<LongFunction<Operations>> operations(
      @Nullable YamlValue value,
      @Nullable Path pipeline,
      OptionalInt partitions,
      int brokers,
      int stacks) {
    if (value == null || pipeline == null) {
      return stack -> seed -> new Operations(List.of());
    }
    PipelineSpecification specification =
        EffectivePipeline.read(pipeline, partitions).specification();
    if (isEveryPair(value)) {
      return stack -> seed -> EveryPair.of(specification, seed, stack, stacks);
    }
    Operations listed = OperationsReader.read(value, specification, brokers);
    return stack -> seed -> listed;
  }

  private static boolean isEveryPair(@Nullable YamlValue operations) {
    return operations != null
        && operations.node() instanceof ScalarNode scalar
        && scalar.getValue().equals(EVERY_PAIR);
  }

  /** Over how many stacks the operations are spread. */
  private static int stacks(YamlMapping scenario) {
    YamlValue value = scenario.get("stacks");
    if (value != null && !isEveryPair(scenario.get("operations"))) {
      value.problem(
          "only the operations \"" + EVERY_PAIR + "\" can be spread over stacks", "remove it");
    }
    return number(value, MOST_STACKS);
  }

  private @Nullable Path path(@Nullable YamlValue value) {
    String text = value == null ? null : value.text();
    if (value == null || text == null) {
      return null;
    }
    Path path = folder.resolve(text).normalize();
    if (!Files.exists(path)) {
      value.problem(value.name() + ": there is no " + path, "paths are relative to this file");
      return null;
    }
    return path;
  }

  private static OptionalInt partitions(@Nullable YamlValue value) {
    Integer number = value == null ? null : value.read(Numbers::positive, Numbers.POSITIVE);
    return number == null ? OptionalInt.empty() : OptionalInt.of(number);
  }

  /** 1 if it is not given. */
  private static int brokers(@Nullable YamlValue value) {
    Integer number =
        value == null ? null : value.read(ScenarioReader::brokers, "1, or 3 for a cluster");
    return number == null ? 1 : number;
  }

  private static @Nullable Integer brokers(String text) {
    Integer number = Numbers.positive(text);
    return number != null && (number == 1 || number == StackOptions.MOST_BROKERS) ? number : null;
  }

  /** 1 if it is not given. */
  private static int number(@Nullable YamlValue value, int most) {
    Integer number =
        value == null
            ? null
            : value.read(text -> Numbers.upTo(most, text), "a whole number from 1 to " + most);
    return number == null ? 1 : number;
  }

  private static Map<String, String> settings(@Nullable YamlValue value) {
    Map<String, String> settings = new HashMap<>();
    YamlMapping mapping = value == null ? null : value.freeMapping();
    if (mapping != null) {
      mapping
          .all()
          .forEach(
              (variable, setting) -> {
                String text = setting.text();
                if (text != null) {
                  settings.put(variable, text);
                }
              });
    }
    return settings;
  }

  private String text() {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static @Nullable String name(String text) {
    return text.matches("[a-z0-9-]{1,60}") ? text : null;
  }
}
