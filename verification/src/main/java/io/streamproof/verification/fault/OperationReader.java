package io.streamproof.verification.fault;

import io.streamproof.pipeline.spec.PipelineSpecification;
import io.streamproof.pipeline.yaml.YamlMapping;
import io.streamproof.pipeline.yaml.YamlValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads one operation. */
final class OperationReader {
  private final PipelineSpecification pipeline;
  private final int brokers;

  OperationReader(PipelineSpecification pipeline, int brokers) {
    this.pipeline = pipeline;
    this.brokers = brokers;
  }

  /**
   * Reads it; null, with the problem told, if it cannot be used.
   *
   * @param before the names of the operations before it
   */
  @Nullable Operation read(YamlValue value, Set<String> before) {
    String verb =
        ActionReader.VERBS.keySet().stream()
            .filter(candidate -> value.peek(candidate) != null)
            .findFirst()
            .orElse(null);
    if (verb == null) {
      value.problem(
          value.name() + " does nothing",
          "begin it with one of " + String.join(", ", ActionReader.VERBS.keySet()));
      return null;
    }
    YamlMapping properties = value.mapping(properties(verb));
    if (properties == null) {
      return null;
    }
    Action action = new ActionReader(pipeline, brokers).read(verb, new Fields(properties));
    YamlValue when = properties.required("when", "say at which position it begins");
    Trigger trigger = when == null ? null : TriggerReader.read(when, pipeline, before);
    return action == null || trigger == null
        ? null
        : new Operation(name(verb, action, properties.get("name"), before), trigger, action);
  }

  private static List<String> properties(String verb) {
    List<String> known = new ArrayList<>(List.of("name", "when", verb));
    known.addAll(ActionReader.VERBS.getOrDefault(verb, List.of()));
    return known;
  }

  /** As given, else what is done to what, with a number from the second on. */
  private static String name(
      String verb, Action action, @Nullable YamlValue given, Set<String> before) {
    String name = given == null ? null : given.text();
    if (name != null) {
      return name;
    }
    String plain = verb + "-" + action.target();
    int number = 1;
    while (before.contains(number == 1 ? plain : plain + "-" + number)) {
      number++;
    }
    return number == 1 ? plain : plain + "-" + number;
  }
}
