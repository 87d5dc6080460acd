package io.streamproof.pipeline.fault;

import io.streamproof.pipeline.yaml.YamlMapping;
import io.streamproof.pipeline.yaml.YamlValue;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Reads which records a fault strikes. */
final class SelectionReader {
  /** The properties, of which a fault has exactly one. */
  static final List<String> PROPERTIES = List.of("rate", "every", "at");

  private static final Pattern RATE = Pattern.compile("\\d+(\\.\\d+)?([eE]-\\d{1,3})?");

  private SelectionReader() {}

  /** The selection; null, with the problem told, if there is none or a wrong one. */
  static @Nullable Selection read(YamlMapping fault, boolean byRateOnly) {
    List<String> given = PROPERTIES.stream().filter(p -> fault.get(p) != null).toList();
    if (given.size() != 1) {
      fault.problem(
          fault.name() + (given.isEmpty() ? " selects no records" : " selects records twice"),
          byRateOnly ? "give it a \"rate\"" : "give it one of \"rate\", \"every\" and \"at\"");
      return null;
    }
    String property = given.get(0);
    YamlValue value = Objects.requireNonNull(fault.get(property));
    if (byRateOnly && !property.equals("rate")) {
      value.problem(fault.name() + " knows no \"" + property + "\"", "give it a \"rate\"");
      return null;
    }
    return switch (property) {
      case "rate" -> value.read(SelectionReader::rate, "a fraction above 0 and up to 1");
      case "every" -> value.read(SelectionReader::every, "a whole number of at least 1");
      default -> at(value);
    };
  }

  private static @Nullable Selection rate(String text) {
    double rate = RATE.matcher(text).matches() ? Double.parseDouble(text) : 0;
    return rate > 0 && rate <= 1 ? new Selection.Rate(rate) : null;
  }

  private static @Nullable Selection every(String text) {
    long n = text.matches("\\d{1,18}") ? Long.parseLong(text) : 0;
    return n > 0 ? new Selection.Every(n) : null;
  }

  private static @Nullable Selection at(YamlValue value) {
    List<YamlValue> written = value.node() instanceof SequenceNode ? value.list() : List.of(value);
    List<Position> positions =
        Objects.requireNonNull(written).stream()
            .map(position -> position.read(Position::parse, Position.NEEDED))
            .filter(Objects::nonNull)
            .toList();
    return new Selection.At(positions);
  }
}
