package io.streamproof.pipeline.expression;

import dev.cel.common.values.CelByteString;
import java.util.List;
import java.util.Map;

/**
 * What evaluating an expression once has cost so far: what it has joined, compared, read in
 * functions, and gathered in loops, where a few words in an expression may stand for very much. It
 * is counted, never timed, so that a stage and its reference give up on the same events.
 */
final class Cost {
  /** Characters: four of the largest emissions. */
  static final long MOST = 16L << 20;

  private static final int CHARACTERS_PER_VALUE = 16;

  private static final ThreadLocal<Cost> CURRENT = ThreadLocal.withInitial(Cost::new);

  private long spent;

  private Cost() {}

  /** Begins the evaluation of an expression on this thread. */
  static void begin() {
    CURRENT.get().spent = 0;
  }

  /**
   * Adds elements, or other values that are looked at one by one.
   *
   * @throws ExceededException if it is too much
   */
  static void addValues(long values) {
    addCharacters(values * CHARACTERS_PER_VALUE);
  }

  /**
   * Adds what a loop gathers, with all that it holds: the same value may be held many times over,
   * and cost nothing until somebody looks at it.
   *
   * @throws ExceededException if it is too much
   */
  static Object gathered(Object value) {
    addValues(1);
    if (value instanceof List<?> elements) {
      elements.forEach(Cost::gathered);
    } else if (value instanceof Map<?, ?> members) {
      members.forEach(
          (name, member) -> {
            gathered(name);
            gathered(member);
          });
    }
    return read(value);
  }

  /**
   * Adds what a function may read from end to end: a text by its characters, bytes by their number.
   *
   * @throws ExceededException if it is too much
   */
  static Object read(Object value) {
    if (value instanceof String text) {
      addCharacters(text.length());
    } else if (value instanceof CelByteString bytes) {
      addCharacters(bytes.size());
    }
    return value;
  }

  /**
   * Adds the comparison of two values, without what they hold: of texts up to the shorter's end.
   *
   * @throws ExceededException if it is too much
   */
  static void compared(Object a, Object b) {
    addValues(1);
    if (a instanceof String text && b instanceof String other) {
      addCharacters(Math.min(text.length(), other.length()));
    }
  }

  /**
   * Adds the characters of a text.
   *
   * @throws ExceededException if it is too much
   */
  static void addCharacters(long characters) {
    Cost cost = CURRENT.get();
    cost.spent += characters;
    if (cost.spent > MOST) {
      throw new ExceededException();
    }
  }

  /** The expression would join, compare, read or gather too much. */
  static final class ExceededException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private ExceededException() {
      super(
          "joins, compares, reads or gathers more than is allowed for one event",
          null,
          false,
          false);
    }
  }
}
