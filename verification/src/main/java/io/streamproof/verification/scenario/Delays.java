package io.streamproof.verification.scenario;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How long it took from an emission to the finding about it. What was never emitted counts from the
 * next emission of the same source partition. What is of time says nothing of it.
 *
 * @param sorted a duration for each finding about a stage's emission
 */
record Delays(List<Duration> sorted) {
  Delays {
    sorted = sorted.stream().sorted().toList();
  }

  static Delays of(EmissionTimes times, List<FoundFinding> findings) {
    List<Duration> delays = new ArrayList<>();
    for (FoundFinding finding : findings) {
      Instant emitted = finding.anomaly().isOfTime() ? null : times.of(finding.anomaly());
      if (emitted != null) {
        delays.add(Duration.between(emitted, finding.foundAt()));
      }
    }
    return new Delays(delays);
  }

  /** Half of the findings were there sooner; null: there is none. */
  @Nullable Duration median() {
    return sorted.isEmpty() ? null : sorted.get(sorted.size() / 2);
  }

  /** All findings were there by then; null: there is none. */
  @Nullable Duration longest() {
    return sorted.isEmpty() ? null : sorted.get(sorted.size() - 1);
  }
}
