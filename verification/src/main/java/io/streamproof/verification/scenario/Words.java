package io.streamproof.verification.scenario;

import java.util.Locale;

/** Constants as files and tables write them: {@code WRITE_TWICE} is {@code write-twice}. */
final class Words {
  private Words() {}

  static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
