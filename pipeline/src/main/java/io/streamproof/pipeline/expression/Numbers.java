package io.streamproof.pipeline.expression;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.google.common.primitives.UnsignedLong;
import io.streamproof.pipeline.record.JsonCodec;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** Numbers as {@link JsonCodec} holds them, converted and compared. */
final class Numbers {
  /** What {@link #order} gives where a side is not a number (NaN). */
  static final int UNORDERED = Integer.MIN_VALUE;

  /** Up to here a double holds every integer. */
  private static final long EXACT_IN_DOUBLE = 1L << 53;

  private Numbers() {}

  static boolean isNumber(Object value) {
    return value instanceof Long
        || value instanceof Double
        || isBeyondCel(value)
        || value instanceof UnsignedLong;
  }

  static boolean isBeyondCel(Object value) {
    return value instanceof BigDecimal || value instanceof BigInteger;
  }

  /** The nearest double of a number that CEL has no type for; any other value as it is. */
  static Object nearest(Object value) {
    return isBeyondCel(value) ? (Object) ((Number) value).doubleValue() : value;
  }

  /** A decimal or large number as the text that the codec writes; any other value as it is. */
  static Object text(Object value) {
    boolean written = value instanceof Double number ? Double.isFinite(number) : isBeyondCel(value);
    return written ? (Object) new String(JsonCodec.write(value), US_ASCII) : value;
  }

  /** A large number cut off to an integer of 64 bits if it fits; else as {@link #nearest}. */
  static Object whole(Object value) {
    if (!isBeyondCel(value)) {
      return value;
    }
    BigInteger cut = value instanceof BigDecimal d ? d.toBigInteger() : (BigInteger) value;
    if (cut.bitLength() < Long.SIZE) {
      return cut.longValue();
    }
    boolean unsigned = cut.signum() > 0 && cut.bitLength() == Long.SIZE;
    return unsigned ? (Object) UnsignedLong.valueOf(cut) : nearest(value);
  }

  /**
   * Which of two numbers is larger: exactly, except that beside a double the other counts as the
   * nearest double if it is beyond CEL's own types.
   */
  static int order(Object a, Object b) {
    if (a instanceof Long x && b instanceof Long y) {
      return Long.compare(x, y);
    }
    if (a instanceof Double x) {
      return besideDouble(x, b);
    }
    if (b instanceof Double y) {
      int turned = besideDouble(y, a);
      return turned == UNORDERED ? UNORDERED : -turned;
    }
    return exact(a).compareTo(exact(b));
  }

  private static int besideDouble(double a, Object b) {
    double other = ((Number) b).doubleValue();
    if (Double.isNaN(a) || Double.isNaN(other)) {
      return UNORDERED;
    }
    boolean large = b instanceof UnsignedLong || (b instanceof Long n && isLarge(n));
    if (large && Double.isFinite(a)) {
      return new BigDecimal(a).compareTo(exact(b));
    }
    return a == other ? 0 : a < other ? -1 : 1;
  }

  private static boolean isLarge(long number) {
    return number > EXACT_IN_DOUBLE || number < -EXACT_IN_DOUBLE;
  }

  private static BigDecimal exact(Object value) {
    @Nullable BigDecimal number = JsonCodec.number(value);
    if (number == null) {
      throw new IllegalArgumentException("no number: " + value.getClass());
    }
    return number;
  }
}
