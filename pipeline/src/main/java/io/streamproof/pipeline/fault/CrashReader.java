package io.streamproof.pipeline.fault;

import io.streamproof.pipeline.yaml.YamlMapping;
import io.streamproof.pipeline.yaml.YamlValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a crash of a plan. */
final class CrashReader {
  private static final String POINT_NEEDED =
      "\"before-send\", \"before-commit\" or \"after-commit\"";

  private final StageReader stages;

  CrashReader(StageReader stages) {
    this.stages = stages;
  }

  /** Reads a crash; null if a problem was told that leaves none. */
  @Nullable Crash read(YamlValue value) {
    YamlMapping crash = value.mapping(List.of("crash", "stage", "at"));
    if (crash == null) {
      return null;
    }
    CrashPoint point = point(crash);
    String stage = stages.read(crash);
    YamlValue at = crash.required("at", "name a position such as 0@257");
    Position position = at == null ? null : at.read(Position::parse, Position.NEEDED);
    return point == null || stage == null || position == null
        ? null
        : new Crash(point, stage, position.partition(), position.offset());
  }

  private static @Nullable CrashPoint point(YamlMapping crash) {
    YamlValue value = crash.required("crash", "it must be " + POINT_NEEDED);
    return value == null ? null : value.read(CrashPoint.WORDS::get, POINT_NEEDED);
  }
}
