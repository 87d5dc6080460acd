package io.streamproof.audit.report;

import java.util.stream.Stream;

/** What can be said of results. Incomplete evidence is UNKNOWN, and never a pass. */
public enum Verdict {
  PROVEN,
  UNKNOWN,
  VIOLATED;

  /** The worst of several; of none, PROVEN. */
  static Verdict worst(Stream<Verdict> verdicts) {
    return verdicts.max(Verdict::compareTo).orElse(PROVEN);
  }
}
