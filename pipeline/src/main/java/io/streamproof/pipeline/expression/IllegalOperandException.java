package io.streamproof.pipeline.expression;

import com.google.common.primitives.UnsignedLong;
import dev.cel.common.values.NullValue;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;

/** Operands that an operator does not take; the message names their types, not their values. */
final class IllegalOperandException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  IllegalOperandException(String message) {
    super(message);
  }

  IllegalOperandException(String operator, Object a, Object b) {
    super("\"" + operator + "\" does not take " + type(a) + " and " + type(b));
  }

  private static String type(Object value) {
    if (value instanceof Long || value instanceof BigInteger || value instanceof UnsignedLong) {
      return "an integer";
    } else if (value instanceof Double || value instanceof BigDecimal) {
      return "a decimal";
    } else if (value instanceof NullValue) {
      return "null";
    } else if (value instanceof Map<?, ?>) {
      return "an object";
    }
    return value instanceof List<?> ? "a list" : "a " + value.getClass().getSimpleName();
  }
}
