package io.streamproof.verification.cli;

import io.streamproof.verification.stack.Report.Verdict;

/** What the command line's exit codes mean. */
final class ExitCode {
  static final int PROVEN = 0;
  static final int VIOLATED = 1;
  static final int UNUSABLE = 2;
  static final int UNKNOWN = 3;

  private ExitCode() {}

  static int of(Verdict verdict) {
    return switch (verdict) {
      case PROVEN -> PROVEN;
      case VIOLATED -> VIOLATED;
      case UNKNOWN -> UNKNOWN;
    };
  }
}
