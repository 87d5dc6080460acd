package io.streamproof.pipeline.expression;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/**
 * {@code matches}, as CEL has it, but of bounded cost: RE2 takes time linear in the text, and in
 * the size of the regular expression, which repetition within repetition can make of any size.
 */
final class Matching {
  /** The largest regular expression, in states. */
  static final int MOST_STATES = 4_096;

  /** A text is charged once more for so many states that may be alive at each of its characters. */
  private static final int STATES_PER_CHARGE = 64;

  private Matching() {}

  static boolean matches(Object text, Object expression) {
    if (!(text instanceof String subject) || !(expression instanceof String written)) {
      throw new IllegalOperandException("matches", text, expression);
    }
    long states = written.length() > MOST_STATES ? written.length() : PatternSize.states(written);
    if (states > MOST_STATES) {
      throw new IllegalOperandException(
          "\"matches\" does not take a regular expression of more than " + MOST_STATES + " states");
    }
    Cost.addCharacters(states + subject.length() * (1 + states / STATES_PER_CHARGE));
    try {
      return Pattern.compile(written).matcher(subject).find();
    } catch (PatternSyntaxException e) {
      throw new IllegalOperandException(
          "\"matches\" does not take this regular expression: " + e.getDescription());
    }
  }
}
