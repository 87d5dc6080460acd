package io.streamproof.pipeline.expression;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many states RE2 makes of a regular expression, about: one for each character, class, choice
 * and star, and a copy of all of an operand's for each of its counted repetitions. It need not know
 * whether the expression is right; RE2 does.
 */
final class PatternSize {
  private static final long SATURATED = Integer.MAX_VALUE;
  private static final Pattern COUNTED = Pattern.compile("\\{(\\d{1,9})(?:,(\\d{0,9}))?}");

  /** A class, a quotation, an escape with its braces, or one of a single character. */
  private static final Pattern ATOM =
      Pattern.compile(
          "\\[\\^?]?(?:\\[:\\^?\\w+:]|\\\\.|[^\\]\\\\])*+]"
              + "|\\\\[pPx]\\{[^}]*}|\\\\Q(?:(?!\\\\E).)*+(?:\\\\E)?|\\\\.",
          Pattern.DOTALL);

  private final String pattern;
  private final Deque<Long> outside = new ArrayDeque<>();
  private long before;
  private long operand;

  private PatternSize(String pattern) {
    this.pattern = pattern;
  }

  static long states(String pattern) {
    return new PatternSize(pattern).states();
  }

  private long states() {
    Matcher counted = COUNTED.matcher(pattern);
    Matcher atom = ATOM.matcher(pattern);
    int at = 0;
    while (at < pattern.length()) {
      if (counted.region(at, pattern.length()).lookingAt()) {
        operand = Math.min(SATURATED, operand * copies(counted));
        at = counted.end();
      } else if (atom.region(at, pattern.length()).lookingAt()) {
        next(atom.end() - at);
        at = atom.end();
      } else {
        character(pattern.charAt(at));
        at++;
      }
    }
    while (!outside.isEmpty()) {
      close();
    }
    return before + operand;
  }

  private static long copies(Matcher counted) {
    String most = counted.group(2);
    long least = Long.parseLong(counted.group(1));
    return Math.max(1, most == null || most.isEmpty() ? least : Long.parseLong(most));
  }

  private void character(char character) {
    switch (character) {
      case '(' -> {
        outside.push(before + operand);
        before = 0;
        operand = 0;
      }
      case ')' -> close();
      case '*', '+', '?' -> operand++;
      default -> next(1);
    }
  }

  private void next(int states) {
    before += operand;
    operand = states;
  }

  private void close() {
    operand = Math.min(SATURATED, before + operand + 1);
    before = outside.isEmpty() ? 0 : outside.pop();
  }
}
