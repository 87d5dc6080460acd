package io.streamproof.pipeline.spec;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How fast a pipeline ought to be. Results do not depend on it, so it is no part of the
 * specification's hash.
 *
 * @param latencyMax how long a message may take from its arrival at ingest to the emission of a
 *     result; null: as long as it likes
 * @param stallAfter for how long a stage may commit nothing while input waits
 */
public record Pace(@Nullable Duration latencyMax, Duration stallAfter) {
  /** What holds where a specification says nothing. */
  public static final Pace DEFAULT = new Pace(null, Duration.ofMinutes(1));
}
