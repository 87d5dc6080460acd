package io.streamproof.pipeline.expression;

import dev.cel.bundle.Cel;
import dev.cel.bundle.CelFactory;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime.Program;
import java.util.List;
import java.util.Map;

/** An operator exactly as CEL itself has it, for operands that are no numbers of the payload. */
final class CelsOwn {
  private final String operator;
  private final Program program;

  CelsOwn(String operator) {
    this.operator = operator;
    this.program = program(operator);
  }

  Object apply(Object a, Object b) throws CelEvaluationException {
    if (operator.equals("+")) {
      charge(a);
      charge(b);
    }
    if (operator.equals("+") && a instanceof String text && b instanceof String other) {
      return text + other;
    }
    try {
      return program.eval(Map.of("a", a, "b", b));
    } catch (CelEvaluationException e) {
      if (String.valueOf(e.getMessage()).contains("No matching overload")) {
        throw new IllegalOperandException(operator, a, b);
      }
      throw e;
    }
  }

  /** What can be joined costs by its length. */
  private static void charge(Object value) {
    if (value instanceof List<?> list) {
      Cost.addValues(list.size());
    }
    Cost.read(value);
  }

  private static Program program(String operator) {
    Cel cel =
        CelFactory.plannerCelBuilder()
            .setOptions(CelOptions.current().enableHeterogeneousNumericComparisons(true).build())
            .addVar("a", SimpleType.DYN)
            .addVar("b", SimpleType.DYN)
            .build();
    try {
      return cel.createProgram(cel.compile("a " + operator + " b").getAst());
    } catch (CelValidationException | CelEvaluationException e) {
      throw new IllegalStateException("CEL has no " + operator, e);
    }
  }
}
