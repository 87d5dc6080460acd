package io.streamproof.audit.reconciliation;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Frontiers of pipelines that are judged as of just now, on a clock that stands still. */
public final class FreshFrontiers {
  public static final Instant AS_OF = Instant.parse("2026-01-01T00:00:10Z");

  /** The greatest event time that they cover. */
  public static final Instant NEWEST = Instant.parse("2001-03-31T22:27:30Z");

  private FreshFrontiers() {}

  public static FrontierLog of(String... pipelines) {
    return of(Stream.of(pipelines).collect(Collectors.toMap(name -> name, name -> NEWEST)));
  }

  /** The same where the greatest event time that is covered is given for each pipeline. */
  public static FrontierLog of(Map<String, Instant> newest) {
    FrontierLog frontiers = new FrontierLog(Duration.ofSeconds(10), () -> AS_OF);
    newest.forEach((pipeline, time) -> frontiers.completed(pipeline, AS_OF, Map.of(), time));
    return frontiers;
  }
}
