package io.streamproof.pipeline.record;

import dev.cel.common.values.NullValue;
import io.streamproof.pipeline.RandomValues;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.Map;

/** Values as the codec holds them, of every kind and nesting. */
final class JsonValues {
  private static final int DEEPEST = 4;
  private static final int MOST_MEMBERS = 4;
  private static final BigInteger LARGEST = BigInteger.TEN.pow(40);
  private static final String CHARACTERS = "ab\"\\/\n\u0000é東\u007f\u0080\u00ff\u0100";

  private JsonValues() {}

  static Object any(RandomValues values) {
    return any(values, DEEPEST);
  }

  private static Object any(RandomValues values, int depth) {
    if (depth == 0 || values.integer(0, 3) == 0) {
      return scalar(values);
    }
    if (values.yesOrNo()) {
      return values.list(0, MOST_MEMBERS, () -> any(values, depth - 1));
    }
    Map<String, Object> members = new LinkedHashMap<>();
    for (int left = values.integer(0, MOST_MEMBERS); left > 0; left--) {
      members.put(text(values), any(values, depth - 1));
    }
    return members;
  }

  private static Object scalar(RandomValues values) {
    return switch (values.integer(0, 3)) {
      case 0 -> NullValue.NULL_VALUE;
      case 1 -> values.yesOrNo();
      case 2 -> text(values);
      default -> number(values);
    };
  }

  private static Object number(RandomValues values) {
    return switch (values.integer(0, 3)) {
      case 0 -> values.number();
      case 1 -> values.decimal();
      case 2 -> values.number(LARGEST.negate(), LARGEST);
      default -> decimal(values);
    };
  }

  static BigDecimal decimal(RandomValues values) {
    return new BigDecimal(values.number(LARGEST.negate(), LARGEST), values.integer(-60, 60));
  }

  private static String text(RandomValues values) {
    return values.text(CHARACTERS, 0, 12);
  }
}
