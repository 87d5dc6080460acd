package io.streamproof.pipeline.expression;

import com.google.common.primitives.UnsignedLong;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelFunctionOverload;
import java.util.function.DoubleBinaryOperator;
import java.util.function.LongBinaryOperator;

/**
 * Arithmetic on numbers of the payload: of two 64-bit integers as CEL has it, where an overflow
 * fails; as soon as one side is a decimal, or beyond 64 bits, in doubles. All else is left to CEL.
 */
@SuppressWarnings("Immutable") // its functions are pure, which their types cannot say
final class Arithmetic implements CelFunctionOverload.Binary<Object, Object> {
  static final Arithmetic PLUS = new Arithmetic("+", Math::addExact, (a, b) -> a + b);
  static final Arithmetic MINUS = new Arithmetic("-", Math::subtractExact, (a, b) -> a - b);
  static final Arithmetic TIMES = new Arithmetic("*", Math::multiplyExact, (a, b) -> a * b);
  static final Arithmetic THROUGH = new Arithmetic("/", Arithmetic::divide, (a, b) -> a / b);

  private final CelsOwn celsOwn;
  private final LongBinaryOperator integers;
  private final DoubleBinaryOperator decimals;

  private Arithmetic(String operator, LongBinaryOperator integers, DoubleBinaryOperator decimals) {
    this.celsOwn = new CelsOwn(operator);
    this.integers = integers;
    this.decimals = decimals;
  }

  @Override
  public Object apply(Object a, Object b) throws CelEvaluationException {
    if (a instanceof Long x && b instanceof Long y) {
      return integers.applyAsLong(x, y);
    }
    if (isSigned(a) && isSigned(b)) {
      return decimals.applyAsDouble(((Number) a).doubleValue(), ((Number) b).doubleValue());
    }
    return celsOwn.apply(a, b);
  }

  /** CEL's unsigned integers mix with nothing. */
  private static boolean isSigned(Object value) {
    return Numbers.isNumber(value) && !(value instanceof UnsignedLong);
  }

  private static long divide(long a, long b) {
    if (b == 0) {
      throw new ArithmeticException("divide by zero");
    }
    if (a == Long.MIN_VALUE && b == -1) {
      throw new ArithmeticException("long overflow");
    }
    return a / b;
  }
}
