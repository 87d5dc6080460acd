package io.streamproof.pipeline.spec;

import io.streamproof.pipeline.expression.Expression;
import io.streamproof.pipeline.expression.ResultType;
import io.streamproof.pipeline.spec.OperatorSpecification.Field;
import io.streamproof.pipeline.spec.OperatorSpecification.Fold;
import io.streamproof.pipeline.yaml.NearestName;
import io.streamproof.pipeline.yaml.YamlValue;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a field of an aggregate: a fold and its argument, {@code sum(data.delay)}. */
final class FieldReader {
  private static final Pattern WRITTEN =
      Pattern.compile("\\s*([A-Za-z]+)\\s*\\((.*)\\)\\s*", Pattern.DOTALL);
  private static final List<String> FOLDS =
      Arrays.stream(Fold.values()).map(fold -> fold.name().toLowerCase(Locale.ROOT)).toList();

  private FieldReader() {}

  static @Nullable Field read(String name, YamlValue value) {
    String text = value.text();
    Matcher written = WRITTEN.matcher(text == null ? "" : text);
    if (text == null) {
      return null;
    }
    if (!written.matches()) {
      value.problem(
          value.name() + " is \"" + text + "\", which is no fold",
          "write it as in sum(data.amount), in single quotes if a comma is in it; folds are "
              + String.join(", ", FOLDS));
      return null;
    }
    if (!FOLDS.contains(written.group(1))) {
      value.problem(
          value.name() + " knows no fold \"" + written.group(1) + "\"",
          NearestName.mend(written.group(1), FOLDS));
      return null;
    }
    Fold fold = Fold.valueOf(written.group(1).toUpperCase(Locale.ROOT));
    return read(name, fold, written.group(2).strip(), value);
  }

  private static @Nullable Field read(String name, Fold fold, String text, YamlValue value) {
    if (!text.isEmpty()) {
      Expression argument = ExpressionReader.compile(value, text, needed(fold));
      return argument == null ? null : new Field(name, fold, argument);
    }
    if (fold == Fold.COUNT) {
      return new Field(name, fold, null);
    }
    value.problem(value.name() + " does not say what to fold", "write it as in sum(data.amount)");
    return null;
  }

  private static ResultType needed(Fold fold) {
    return switch (fold) {
      case SUM, AVG -> ResultType.NUMBER;
      case MIN, MAX -> ResultType.ORDERED;
      case COUNT, FIRST, LAST -> ResultType.ANY;
    };
  }
}
