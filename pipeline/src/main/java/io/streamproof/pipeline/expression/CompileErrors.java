package io.streamproof.pipeline.expression;

import dev.cel.common.CelIssue;
import dev.cel.common.CelValidationException;
import java.util.stream.Collectors;

/** Tells in a line what the CEL compiler draws in several. */
final class CompileErrors {
  static final String CORRECT_IT = "correct the expression; its language is CEL";
  private static final String VARIABLES =
      "an expression sees data, key, event.id, event.source, event.type and event.time;"
          + " text is written in quotes";

  private CompileErrors() {}

  static InvalidExpressionException explain(CelValidationException e) {
    String issues =
        e.getErrors().stream()
            .map(CompileErrors::issue)
            .distinct()
            .collect(Collectors.joining("; "));
    boolean unknown = issues.contains("undeclared reference");
    return new InvalidExpressionException(
        issues.isEmpty() ? String.valueOf(e.getMessage()) : issues,
        unknown ? VARIABLES : CORRECT_IT);
  }

  private static String issue(CelIssue issue) {
    String message = issue.getMessage().replace(" (in container '')", "").strip();
    int column = issue.getSourceLocation().getColumn() + 1;
    return column < 1 ? message : message + " at column " + column;
  }
}
