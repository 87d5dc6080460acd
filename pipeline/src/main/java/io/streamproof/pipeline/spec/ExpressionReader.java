package io.streamproof.pipeline.spec;

import io.streamproof.pipeline.expression.Expression;
import io.streamproof.pipeline.expression.InvalidExpressionException;
import io.streamproof.pipeline.expression.ResultType;
import io.streamproof.pipeline.yaml.YamlValue;
import org.jspecify.annotations.Nullable;

/** Compiles the expressions of a specification. */
final class ExpressionReader {
  private ExpressionReader() {}

  /** A property's expression; null if there is none, or, with the problem told, a wrong one. */
  static @Nullable Expression read(@Nullable YamlValue value, ResultType needed) {
    String text = value == null ? null : value.text();
    return value == null || text == null ? null : compile(value, text, needed);
  }

  /** Compiles a text that stands in a value. */
  static @Nullable Expression compile(YamlValue value, String text, ResultType needed) {
    try {
      return Expression.compile(text.strip(), needed);
    } catch (InvalidExpressionException e) {
      value.problem(value.name() + ": " + text.strip() + ": " + e.getMessage(), e.mend());
      return null;
    }
  }
}
