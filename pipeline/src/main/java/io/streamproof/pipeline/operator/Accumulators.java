package io.streamproof.pipeline.operator;

import dev.cel.common.values.NullValue;
import io.streamproof.pipeline.record.Event;
import io.streamproof.pipeline.record.JsonCodec;
import io.streamproof.pipeline.spec.OperatorSpecification.Field;
import io.streamproof.pipeline.spec.OperatorSpecification.Fold;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The folds of an aggregate: a list with an accumulator per field, as JSON can hold it. Numbers are
 * added as decimals, exactly; only {@code avg} rounds, to 34 digits. As in SQL, nulls are skipped
 * by all but {@code count()}; of nothing the count is 0 and any other fold null.
 */
final class Accumulators {
  private static final Object NULL = NullValue.NULL_VALUE;

  /** A character as JSON writes it at the longest, as in {@code \\u0000}. */
  private static final int LONGEST_ESCAPE = 6;

  /** An average of 34 digits, its sign, point and exponent, and the signs around a member. */
  private static final int LONGEST_AVERAGE = 64;

  private final List<Field> fields;

  Accumulators(List<Field> fields) {
    this.fields = fields;
  }

  /** The accumulators with an event added; {@code before} is null for the first one. */
  List<Object> add(@Nullable Object before, Event event) {
    List<Object> after = new ArrayList<>(fields.size());
    for (int i = 0; i < fields.size(); i++) {
      Object accumulator = before instanceof List<?> list ? list.get(i) : NULL;
      after.add(add(fields.get(i), accumulator, event));
    }
    return after;
  }

  /** How much longer in bytes a result may be than its accumulators, at the most. */
  int namesLength() {
    return fields.stream()
        .mapToInt(field -> LONGEST_ESCAPE * field.name().length() + LONGEST_AVERAGE)
        .sum();
  }

  /** The result: a member per field. */
  Map<String, Object> result(List<?> accumulators) {
    Map<String, Object> result = new LinkedHashMap<>();
    for (int i = 0; i < fields.size(); i++) {
      Field field = fields.get(i);
      result.put(field.name(), result(field.fold(), accumulators.get(i)));
    }
    return result;
  }

  private static Object result(Fold fold, Object accumulator) {
    if (fold == Fold.AVG) {
      return average(accumulator);
    }
    return fold == Fold.COUNT && accumulator == NULL ? 0L : accumulator;
  }

  private static Object add(Field field, Object accumulator, Event event) {
    if (field.argument() == null) {
      return counted(accumulator);
    }
    Object value = field.argument().evaluate(event);
    if (value instanceof NullValue) {
      return accumulator;
    }
    return switch (field.fold()) {
      case COUNT -> counted(accumulator);
      case SUM -> sum(field, accumulator, value);
      case AVG -> sumAndCount(field, accumulator, value);
      case MIN ->
          accumulator == NULL || compare(field, value, accumulator) < 0 ? value : accumulator;
      case MAX ->
          accumulator == NULL || compare(field, value, accumulator) > 0 ? value : accumulator;
      case FIRST -> accumulator == NULL ? value : accumulator;
      case LAST -> value;
    };
  }

  private static Object counted(Object accumulator) {
    return accumulator instanceof Long count ? count + 1 : 1L;
  }

  private static Object sum(Field field, Object accumulator, Object value) {
    if (value instanceof Long a && accumulator instanceof Long b && isSmall(a) && isSmall(b)) {
      return a + b;
    }
    BigDecimal number = number(field, value);
    return JsonCodec.narrow(accumulator == NULL ? number : number(field, accumulator).add(number));
  }

  private static Object sumAndCount(Field field, Object accumulator, Object value) {
    if (accumulator instanceof List<?> pair && pair.get(1) instanceof Long count) {
      return List.of(sum(field, pair.get(0), value), count + 1);
    }
    return List.of(sum(field, NULL, value), 1L);
  }

  private static Object average(Object accumulator) {
    if (!(accumulator instanceof List<?> pair)) {
      return NULL;
    }
    BigDecimal sum = JsonCodec.number(pair.get(0));
    BigDecimal count = JsonCodec.number(pair.get(1));
    if (sum == null || count == null) {
      throw new IllegalStateException("an average's state holds no numbers: " + accumulator);
    }
    BigDecimal average = sum.divide(count, MathContext.DECIMAL128);
    return JsonCodec.narrow(
        average.scale() <= JsonCodec.MAX_SCALE
            ? average
            : average.setScale(JsonCodec.MAX_SCALE, RoundingMode.HALF_EVEN));
  }

  private static int compare(Field field, Object value, Object accumulator) {
    if (value instanceof String text && accumulator instanceof String other) {
      return text.compareTo(other);
    }
    if (value instanceof Instant time) {
      return time.compareTo(instant(field, accumulator));
    }
    return number(field, value).compareTo(number(field, accumulator));
  }

  /** A timestamp among the accumulators: as it came, or as JSON holds it. */
  private static Instant instant(Field field, Object accumulator) {
    try {
      return accumulator instanceof Instant time ? time : Instant.parse((String) accumulator);
    } catch (ClassCastException | DateTimeException e) {
      throw new UnprocessableException(field.name() + ": a timestamp meets " + accumulator);
    }
  }

  /** Whether two of them can be added without an overflow. */
  private static boolean isSmall(long number) {
    return number == (number << 1 >> 1);
  }

  private static BigDecimal number(Field field, Object value) {
    BigDecimal number = JsonCodec.number(value);
    if (number == null) {
      throw new UnprocessableException(
          field.name() + ": " + field.fold() + " cannot take " + value.getClass().getSimpleName());
    }
    return number;
  }
}
