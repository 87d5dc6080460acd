package io.streamproof.verification.scenario;

import org.jspecify.annotations.Nullable;

/** Numbers as scenarios write them; null for what is none. */
final class Numbers {
  static final String POSITIVE = "a whole number of at least 1";
  static final String WHOLE = "a whole number of at least 0";
  static final String SHARE = "a number from 0 to 1";
  static final String EXPONENT = "a number from 0 to 10";

  private Numbers() {}

  static @Nullable Integer positive(String text) {
    return text.matches("[1-9]\\d{0,8}") ? Integer.valueOf(text) : null;
  }

  static @Nullable Integer upTo(int most, String text) {
    Integer number = positive(text);
    return number == null || number > most ? null : number;
  }

  static @Nullable Long whole(String text) {
    return text.matches("\\d{1,18}") ? Long.valueOf(text) : null;
  }

  static @Nullable Double share(String text) {
    return between(text, 1);
  }

  static @Nullable Double exponent(String text) {
    return between(text, 10);
  }

  private static @Nullable Double between(String text, int most) {
    if (!text.matches("\\d{1,2}(\\.\\d{1,15})?")) {
      return null;
    }
    double number = Double.parseDouble(text);
    return number <= most ? number : null;
  }
}
