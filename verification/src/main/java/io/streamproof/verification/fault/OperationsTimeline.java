package io.streamproof.verification.fault;

import static java.util.stream.Collectors.joining;

import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** When each operation of a run was under way, in the order in which they began. */
public final class OperationsTimeline {
  private final InstantSource clock;
  private final Map<String, Stay> stays = new LinkedHashMap<>();

  /** From when to when; without an end as long as it is not done. */
  private record Stay(Instant from, @Nullable Instant to) {
    boolean hasEndedBy(Instant time) {
      return to != null && to.isBefore(time);
    }
  }

  OperationsTimeline() {
    this(InstantSource.system());
  }

  OperationsTimeline(InstantSource clock) {
    this.clock = clock;
  }

  synchronized void begun(String operation) {
    stays.put(operation, new Stay(clock.instant(), null));
  }

  synchronized void done(String operation) {
    stays.computeIfPresent(operation, (name, stay) -> new Stay(stay.from(), clock.instant()));
  }

  /**
   * What was under way at a time, and what had ended last before it: the names of operations, in
   * words; empty if there was none.
   */
  public synchronized String around(Instant time) {
    String last = "";
    Instant lastEnd = Instant.MIN;
    for (Map.Entry<String, Stay> each : stays.entrySet()) {
      Instant end = each.getValue().to();
      if (end != null && end.isBefore(time) && end.isAfter(lastEnd)) {
        last = each.getKey();
        lastEnd = end;
      }
    }
    String under =
        stays.entrySet().stream()
            .filter(each -> !each.getValue().from().isAfter(time))
            .filter(each -> !each.getValue().hasEndedBy(time))
            .map(Map.Entry::getKey)
            .collect(joining(" and "));
    return (under.isEmpty() ? "" : "during " + under)
        + (under.isEmpty() || last.isEmpty() ? "" : ", ")
        + (last.isEmpty() ? "" : "after " + last);
  }
}
