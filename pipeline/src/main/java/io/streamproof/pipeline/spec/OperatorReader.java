package io.streamproof.pipeline.spec;

import io.streamproof.pipeline.expression.Expression;
import io.streamproof.pipeline.expression.ResultType;
import io.streamproof.pipeline.spec.OperatorSpecification.Custom;
import io.streamproof.pipeline.spec.OperatorSpecification.Deduplicate;
import io.streamproof.pipeline.spec.OperatorSpecification.Filter;
import io.streamproof.pipeline.spec.OperatorSpecification.FlatMap;
import io.streamproof.pipeline.spec.OperatorSpecification.Mapping;
import io.streamproof.pipeline.yaml.Durations;
import io.streamproof.pipeline.yaml.NearestName;
import io.streamproof.pipeline.yaml.YamlMapping;
import io.streamproof.pipeline.yaml.YamlValue;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads the one operator of a stage; null, with the problem told, for a wrong one. */
final class OperatorReader {
  static final List<String> KINDS =
      List.of("filter", "map", "flat-map", "aggregate", "deduplicate", "lookup", "custom");

  private final @Nullable Set<String> customOperators;

  OperatorReader(@Nullable Set<String> customOperators) {
    this.customOperators = customOperators;
  }

  @Nullable OperatorSpecification read(YamlMapping stage) {
    List<String> kinds = KINDS.stream().filter(kind -> stage.get(kind) != null).toList();
    if (kinds.isEmpty()) {
      stage.problem(
          stage.name() + " has no operator", "give it one of " + String.join(", ", KINDS));
      return null;
    }
    if (kinds.size() > 1) {
      stage.problem(
          stage.name() + " has several operators: " + String.join(", ", kinds),
          "make a stage of each");
    }
    YamlValue with = stage.get("with");
    if (with != null && !kinds.contains("custom")) {
      with.problem(
          stage.name() + " has a \"with\" but no custom operator",
          "remove it, or name the operator");
    }
    YamlValue value = stage.get(kinds.get(0));
    return value == null ? null : read(kinds.get(0), value, with);
  }

  private @Nullable OperatorSpecification read(
      String kind, YamlValue value, @Nullable YamlValue with) {
    return switch (kind) {
      case "filter" -> expression(value, ResultType.BOOLEAN, Filter::new);
      case "map" -> expression(value, ResultType.ANY, Mapping::new);
      case "flat-map" -> expression(value, ResultType.LIST, FlatMap::new);
      case "aggregate" -> AggregateReader.read(value);
      case "deduplicate" -> deduplicate(value);
      case "lookup" -> LookupReader.read(value);
      default -> custom(value, with);
    };
  }

  private static @Nullable OperatorSpecification expression(
      YamlValue value, ResultType needed, Function<Expression, OperatorSpecification> operator) {
    Expression expression = ExpressionReader.read(value, needed);
    return expression == null ? null : operator.apply(expression);
  }

  private static @Nullable Deduplicate deduplicate(YamlValue value) {
    YamlMapping properties = value.mapping(List.of("within"));
    if (properties == null) {
      return null;
    }
    YamlValue within =
        properties.required("within", "say for how long ids are remembered, as in \"within: 1h\"");
    Duration span = within == null ? null : within.read(Durations::parsePositive, Durations.NEEDED);
    return span == null ? null : new Deduplicate(span);
  }

  private @Nullable Custom custom(YamlValue value, @Nullable YamlValue with) {
    String name = value.text();
    Map<String, Object> configuration = with == null ? Map.of() : PlainValues.mapping(with);
    if (name != null && customOperators != null && !customOperators.contains(name)) {
      value.problem(
          "no custom operator \"" + name + "\" is at hand",
          NearestName.of(name, customOperators)
              .map(nearest -> "did you mean \"" + nearest + "\"?")
              .orElse("put the jar that declares its bean beside the service"));
    }
    return name == null || configuration == null ? null : new Custom(name, configuration);
  }
}
