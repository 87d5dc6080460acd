package io.streamproof.operator.fault;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.streamproof.pipeline.fault.Damage;
import io.streamproof.pipeline.record.JsonCodec;
import io.streamproof.pipeline.record.UnreadableException;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Damages values. What comes out is never what went in. */
final class Damages {
  private static final byte[] INSTEAD_OF_NOTHING = "0".getBytes(US_ASCII);

  private Damages() {}

  /** The value, damaged; one that is absent or empty becomes {@code 0}. */
  static byte[] of(Damage damage, byte @Nullable [] value) {
    if (value == null || value.length == 0) {
      return INSTEAD_OF_NOTHING.clone();
    }
    return switch (damage) {
      case TRUNCATE -> Arrays.copyOf(value, value.length / 2);
      case FLIP -> changed(value, Damages::flipped);
      case NUMBER -> hasNumber(value) ? changed(value, Damages::tenfold) : of(Damage.FLIP, value);
    };
  }

  private static boolean hasNumber(byte[] value) {
    return object(value).values().stream().anyMatch(member -> tenfold(member) != null);
  }

  /** The object with its first member changed that can be; else with a bit flipped. */
  private static byte[] changed(byte[] value, Function<Object, @Nullable Object> change) {
    Map<String, Object> members = object(value);
    for (Map.Entry<String, Object> member : members.entrySet()) {
      Object other = change.apply(member.getValue());
      if (other != null) {
        member.setValue(other);
        return written(members, value);
      }
    }
    return bitFlipped(value);
  }

  /** The members in their order; none if the value is no object. */
  private static Map<String, Object> object(byte[] value) {
    Map<String, Object> members = new LinkedHashMap<>();
    try {
      if (JsonCodec.read(value) instanceof Map<?, ?> object) {
        object.forEach((name, member) -> members.put(String.valueOf(name), member));
      }
    } catch (UnreadableException e) {
      // It has no members.
    }
    return members;
  }

  private static byte[] written(Map<String, Object> members, byte[] value) {
    try {
      return JsonCodec.write(members);
    } catch (UnreadableException e) {
      // A number at the limit of what is taken has none above it.
      return bitFlipped(value);
    }
  }

  private static @Nullable Object flipped(Object member) {
    if (member instanceof Boolean truth) {
      return !truth;
    }
    if (member instanceof String text) {
      return otherFirst(text);
    }
    BigDecimal number = JsonCodec.number(member);
    return number == null ? null : JsonCodec.narrow(number.add(BigDecimal.ONE));
  }

  private static String otherFirst(String text) {
    String rest = text.isEmpty() ? "" : text.substring(text.offsetByCodePoints(0, 1));
    return (text.startsWith("x") ? "y" : "x") + rest;
  }

  private static @Nullable Object tenfold(Object member) {
    BigDecimal number = JsonCodec.number(member);
    if (number == null) {
      return null;
    }
    return JsonCodec.narrow(
        number.signum() == 0 ? BigDecimal.ONE : number.multiply(BigDecimal.TEN));
  }

  private static byte[] bitFlipped(byte[] value) {
    byte[] flipped = value.clone();
    flipped[flipped.length - 1] ^= 1;
    return flipped;
  }
}
