package io.streamproof.pipeline.record;

import com.google.common.primitives.UnsignedLong;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.io.NumberOutput;

/** Numbers of JSON: each in the narrowest type that holds the very number, within the limits. */
final class JsonNumbers {
  /** Decimals of so many digits survive the way through a double (IEEE 754 binary64). */
  private static final int DIGITS_SAFE_IN_DOUBLE = 15;

  private static final int SCALE_SAFE_IN_DOUBLE = 290;

  /** The most characters of a double in its shortest form: a sign, 17 digits, point, exponent. */
  private static final int LONGEST_DOUBLE = 24;

  private static final BigInteger TOO_LARGE = BigInteger.TEN.pow(JsonCodec.MAX_DIGITS);

  private JsonNumbers() {}

  /** The integer at which the parser stands. */
  static Object integer(JsonParser parser) {
    return switch (parser.getNumberType()) {
      case INT, LONG -> parser.getLongValue();
      default -> bounded(parser.getBigIntegerValue());
    };
  }

  /** The decimal at which the parser stands; zero keeps its sign. */
  static Object decimal(JsonParser parser) {
    if (isShort(parser.getStringCharacters(), parser.getStringOffset(), parser.getStringLength())) {
      return parser.getDoubleValue();
    }
    if (parser.getStringLength() <= LONGEST_DOUBLE) {
      double nearest = parser.getDoubleValue();
      if (NumberOutput.toString(nearest, true).equals(parser.getString())) {
        return nearest;
      }
    }
    BigDecimal number = bounded(parser.getDecimalValue());
    return number.signum() == 0 ? (Object) parser.getDoubleValue() : decimal(number);
  }

  /** Fails for a number that breaks a limit. */
  static BigInteger bounded(BigInteger number) {
    if (number.abs().compareTo(TOO_LARGE) >= 0) {
      throw tooLong();
    }
    return number;
  }

  /** Fails for a number that breaks a limit. */
  static BigDecimal bounded(BigDecimal number) {
    if (Math.abs((long) number.scale()) > JsonCodec.MAX_SCALE) {
      throw new UnreadableException("a number's exponent is beyond " + JsonCodec.MAX_SCALE);
    }
    if (number.precision() > JsonCodec.MAX_DIGITS) {
      throw tooLong();
    }
    return number;
  }

  static @Nullable BigDecimal exact(Object value) {
    if (value instanceof Long number) {
      return BigDecimal.valueOf(number);
    }
    if (value instanceof BigDecimal number) {
      return number;
    }
    if (value instanceof Double number && Double.isFinite(number)) {
      return new BigDecimal(NumberOutput.toString(number, true));
    }
    if (value instanceof BigInteger number) {
      return new BigDecimal(number);
    }
    return value instanceof UnsignedLong number ? new BigDecimal(number.bigIntegerValue()) : null;
  }

  static Object narrow(BigDecimal number) {
    BigDecimal plain = number.stripTrailingZeros();
    boolean integer = plain.scale() <= 0;
    if (integer && (long) plain.precision() - plain.scale() <= JsonCodec.MAX_DIGITS) {
      BigInteger whole = plain.toBigInteger();
      return whole.bitLength() < Long.SIZE ? (Object) whole.longValue() : whole;
    }
    return decimal(plain);
  }

  /** A decimal as reading it would give it. */
  static Object decimal(BigDecimal number) {
    if (number.signum() == 0) {
      return 0.0;
    }
    double nearest = number.doubleValue();
    boolean exact =
        number.precision() <= DIGITS_SAFE_IN_DOUBLE
            ? Math.abs((long) number.scale()) <= SCALE_SAFE_IN_DOUBLE
            : Double.isFinite(nearest)
                && new BigDecimal(NumberOutput.toString(nearest, true)).compareTo(number) == 0;
    return exact ? (Object) nearest : number;
  }

  /** Whether a decimal has no exponent, and digits that are safe in a double. */
  private static boolean isShort(char[] text, int from, int length) {
    int digits = 0;
    for (int i = from; i < from + length; i++) {
      char c = text[i];
      if (c >= '0' && c <= '9') {
        digits++;
      } else if (c != '.' && c != '-') {
        return false;
      }
    }
    return digits <= DIGITS_SAFE_IN_DOUBLE;
  }

  private static UnreadableException tooLong() {
    return new UnreadableException("a number has more than " + JsonCodec.MAX_DIGITS + " digits");
  }
}
