package io.streamproof.pipeline.spec;

import io.streamproof.pipeline.yaml.Durations;
import io.streamproof.pipeline.yaml.YamlMapping;
import io.streamproof.pipeline.yaml.YamlValue;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Reads how fast a pipeline ought to be: {@code latencyMax} and {@code stallAfter}. */
final class PaceReader {
  private PaceReader() {}

  static Pace read(YamlMapping pipeline) {
    Duration stallAfter = duration(pipeline.get("stallAfter"));
    return new Pace(
        duration(pipeline.get("latencyMax")),
        stallAfter == null ? Pace.DEFAULT.stallAfter() : stallAfter);
  }

  private static @Nullable Duration duration(@Nullable YamlValue value) {
    return value == null ? null : value.read(Durations::parsePositive, Durations.NEEDED);
  }
}
