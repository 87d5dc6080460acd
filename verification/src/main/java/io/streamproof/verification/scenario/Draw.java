package io.streamproof.verification.scenario;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.streamproof.pipeline.fault.CrashPoint;
import io.streamproof.verification.fault.Operations;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/**
 * A scenario drawn at random: a pipeline, a workload, one to three process faults while it is being
 * sent, the second perhaps while the first is under way or heals. The same for the same seed. It
 * can be written with fewer of its faults.
 */
final class Draw {
  private static final String SCENARIO =
      """
      name: %s
      pipeline: pipeline.yml
      workload:
        %s
      expect:
        verdict: PROVEN
        findings: injected
        results: last%s
      operations: [%s]
      """;

  /** So many have arrived when a fault begins that waits for no other. */
  private static final int LEAST_RECORDS = 1_000;

  private static final int MOST_RECORDS = 16_000;
  private static final int MOST_OPERATIONS = 3;

  private enum Pipeline {
    SUMS,
    JOINED,
    SEQUENCE
  }

  private final SplittableRandom random;
  private final Pipeline pipeline;
  private final String workload;

  /** Each operation's YAML by its name, in the order in which they are drawn. */
  private final Map<String, String> operations = new LinkedHashMap<>();

  Draw(long seed) {
    this.random = new SplittableRandom(seed);
    this.pipeline = Pipeline.values()[random.nextInt(Pipeline.values().length)];
    this.workload = pipeline == Pipeline.SEQUENCE ? naturals() : readings();
    drawOperations();
  }

  /** Writes the scenario and its pipeline into a folder; gives the scenario's file. */
  Path write(Path folder) {
    return write(folder, "soak", List.copyOf(operations.values()));
  }

  /** The same, under another name, with no more than some of its operations. */
  Path writeShrunk(Path folder, Operations fewer) {
    return write(folder, "soak-shrunk", yaml(fewer));
  }

  private Path write(Path folder, String name, List<String> listed) {
    try {
      Files.createDirectories(folder);
      Files.writeString(folder.resolve("pipeline.yml"), pipelineText());
      return Files.writeString(folder.resolve("scenario.yml"), text(name, listed));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Some of its operations, each as it stands in the scenario. */
  List<String> yaml(Operations some) {
    return some.all().stream().map(each -> operations.get(each.name())).toList();
  }

  private String text(String name, List<String> listed) {
    String check = pipeline == Pipeline.SEQUENCE ? "\n  check: sequence-window" : "";
    String lines = listed.stream().map(each -> "\n  " + each).collect(Collectors.joining(","));
    return SCENARIO.formatted(name, workload, check, lines);
  }

  private String naturals() {
    return "naturals: {keys: %s, rate: %s}".formatted(5 + random.nextInt(50), rate());
  }

  private String readings() {
    return "generate: {keys: %s, rate: %s, skew: %s, duplicates: 0.01, malformed: 0.001}"
        .formatted(10 + random.nextInt(200), rate(), random.nextInt(15) / 10.0);
  }

  private int rate() {
    return 1_500 + random.nextInt(1_500);
  }

  private void drawOperations() {
    int number = 1 + random.nextInt(MOST_OPERATIONS);
    for (int i = 1; i <= number; i++) {
      boolean meanwhile = i > 1 && random.nextBoolean();
      String when =
          meanwhile
              ? "{%s: op-%s}".formatted(random.nextBoolean() ? "during" : "healing", i - 1)
              : "{source: %s}".formatted(random.nextInt(LEAST_RECORDS, MOST_RECORDS));
      String name = "op-" + i;
      operations.put(name, "{name: %s, when: %s, %s}".formatted(name, when, operation()));
    }
  }

  private String operation() {
    String operator = "operator-" + stage();
    String any = List.of(operator, operator, "audit", "ingest").get(random.nextInt(4));
    return switch (random.nextInt(14)) {
      case 0, 1 -> "kill: %s, down: %s".formatted(any, millis(2_000));
      case 2 -> "restart: %s, down: %s".formatted(any, millis(1_000));
      case 3 -> "pause: %s, for: %s".formatted(any, millis(4_000));
      case 4 -> "scale: %s, to: %s".formatted(stage(), 2 + random.nextInt(2));
      case 5 -> "drop: %s, peer: broker, for: %s".formatted(any, millis(3_000));
      case 6 ->
          "cut: %s, peer: broker, direction: %s, for: %s"
              .formatted(any, direction(), millis(3_000));
      case 7 -> "delay: %s, peer: broker, by: 20ms, for: %s".formatted(any, millis(3_000));
      case 8 ->
          "crash: audit, at: %s".formatted(random.nextBoolean() ? "before-commit" : "after-commit");
      case 9 -> "crash: %s, at: %s".formatted(stage(), point());
      case 10 -> "kill: postgresql, down: %s".formatted(millis(1_000));
      case 11 ->
          "cut: audit, peer: database, direction: %s, for: %s"
              .formatted(direction(), millis(3_000));
      case 12 -> "kill: broker, down: %s".formatted(millis(1_000));
      default -> "restart: broker, down: %s".formatted(millis(1_000));
    };
  }

  private String point() {
    List<String> points = CrashPoint.WORDS.keySet().stream().sorted().toList();
    return points.get(random.nextInt(points.size()));
  }

  private String direction() {
    return List.of("to-peer", "from-peer", "both").get(random.nextInt(3));
  }

  private String stage() {
    List<String> stages =
        switch (pipeline) {
          case SUMS -> List.of("once", "kept", "summed");
          case JOINED -> List.of("once", "completed", "items");
          case SEQUENCE -> List.of("once", "windows");
        };
    return stages.get(random.nextInt(stages.size()));
  }

  private String millis(int most) {
    return (1 + random.nextInt(most)) + "ms";
  }

  private String pipelineText() throws IOException {
    String name = Words.of(pipeline) + ".yml";
    try (InputStream text = Draw.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(text, name).readAllBytes(), UTF_8);
    }
  }
}
