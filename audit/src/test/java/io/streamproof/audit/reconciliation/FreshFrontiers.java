package io.streamproof.audit.reconciliation;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** Frontiers of pipelines that are judged as of just now, on a clock that stands still. */
public final class FreshFrontiers {
  public static final Instant AS_OF = Instant.parse("2026-01-01T00:00:10Z");

  private FreshFrontiers() {}

  public static FrontierLog of(String... pipelines) {
    FrontierLog frontiers = new FrontierLog(Duration.ofSeconds(10), () -> AS_OF);
    for (String pipeline : pipelines) {
      frontiers.completed(pipeline, AS_OF, Map.of());
    }
    return frontiers;
  }
}
