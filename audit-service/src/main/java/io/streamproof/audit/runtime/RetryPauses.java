package io.streamproof.audit.runtime;

import java.time.Duration;

/** How long to rest: not at all while there is work, longer with each failure on end. */
final class RetryPauses {
  static final Duration SHORTEST = Duration.ofSeconds(1);
  static final Duration LONGEST = Duration.ofMinutes(1);

  private Duration next = SHORTEST;

  /** After an attempt that has done so much. */
  Duration after(int done) {
    next = SHORTEST;
    return done > 0 ? Duration.ZERO : SHORTEST;
  }

  Duration afterFailure() {
    Duration pause = next;
    Duration doubled = pause.multipliedBy(2);
    next = doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
    return pause;
  }
}
