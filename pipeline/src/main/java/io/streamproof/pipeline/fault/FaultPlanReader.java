package io.streamproof.pipeline.fault;

import io.streamproof.pipeline.spec.PipelineSpecification;
import io.streamproof.pipeline.yaml.InvalidSpecificationException;
import io.streamproof.pipeline.yaml.YamlFiles;
import io.streamproof.pipeline.yaml.YamlMapping;
import io.streamproof.pipeline.yaml.YamlValue;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads fault plans. Every problem of a plan is told at once, with its line and how to mend it; a
 * plan that is given back has none.
 */
public final class FaultPlanReader {
  private static final YamlFiles FILES =
      new YamlFiles("begin with \"seed:\" and \"faults:\"", "name fewer positions");

  private FaultPlanReader() {}

  /**
   * Reads the plan in a file.
   *
   * @param pipeline whose stages the plan may name; null: stages go unchecked
   * @throws InvalidSpecificationException if it cannot be read, or has problems
   */
  public static FaultPlan read(Path file, @Nullable PipelineSpecification pipeline) {
    return FILES.read(file, root -> plan(root, pipeline));
  }

  /** As {@link #read}, of a text; {@code file} is what problems call it. */
  public static FaultPlan parse(
      String file, String yaml, @Nullable PipelineSpecification pipeline) {
    return FILES.parse(file, yaml, root -> plan(root, pipeline));
  }

  /**
   * The plan in the properties {@code faults} and {@code crashes} of a larger whole, which has the
   * seed from elsewhere. Problems are told to the whole.
   */
  public static FaultPlan of(
      YamlMapping whole, long seed, @Nullable PipelineSpecification pipeline) {
    StageReader stages = new StageReader(pipeline);
    List<MessageFault> faults =
        elements(whole.get("faults"), "fault", new FaultReader(stages)::read);
    List<Crash> crashes = elements(whole.get("crashes"), "crash", new CrashReader(stages)::read);
    return new FaultPlan(seed, faults, crashes);
  }

  private static @Nullable FaultPlan plan(
      YamlValue root, @Nullable PipelineSpecification pipeline) {
    YamlMapping plan = root.named("the plan").mapping(List.of("seed", "faults", "crashes"));
    YamlValue written = plan == null ? null : plan.required("seed", "give it a whole number");
    Long seed = written == null ? null : written.read(FaultPlanReader::seed, "a whole number");
    FaultPlan read = plan == null ? null : of(plan, seed == null ? 0 : seed, pipeline);
    return seed == null ? null : read;
  }

  private static @Nullable Long seed(String text) {
    try {
      return Long.valueOf(text);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private static <T> List<T> elements(
      @Nullable YamlValue list, String kind, Function<YamlValue, @Nullable T> reader) {
    List<YamlValue> elements = list == null ? null : list.list();
    if (elements == null) {
      return List.of();
    }
    return elements.stream()
        .map(element -> reader.apply(element.named(label(element, kind))))
        .filter(Objects::nonNull)
        .toList();
  }

  private static String label(YamlValue element, String kind) {
    String word = element.peek(kind);
    return word == null ? "a " + kind : kind + " \"" + word + "\"";
  }
}
