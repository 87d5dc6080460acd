package io.streamproof.pipeline.expression;

import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelFunctionOverload;
import java.util.function.IntPredicate;

/** One of the four comparisons: of numbers by {@link Numbers#order}, of all else as CEL has it. */
@SuppressWarnings("Immutable") // its functions are pure, which their types cannot say
final class Comparison implements CelFunctionOverload.Binary<Object, Object> {
  private final CelsOwn celsOwn;
  private final IntPredicate holds;

  Comparison(String operator, IntPredicate holds) {
    this.celsOwn = new CelsOwn(operator);
    this.holds = holds;
  }

  @Override
  public Object apply(Object a, Object b) throws CelEvaluationException {
    Cost.compared(a, b);
    if (a instanceof String text && b instanceof String other) {
      return holds.test(text.compareTo(other));
    }
    if (Numbers.isNumber(a) && Numbers.isNumber(b)) {
      int order = Numbers.order(a, b);
      return order != Numbers.UNORDERED && holds.test(order);
    }
    return celsOwn.apply(a, b);
  }
}
