package io.streamproof.operator;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One name in {@code streamproof.stage}: {@code <pipeline>/<stage>}, or {@code <pipeline>/*} for
 * every stage of a pipeline. Several names are separated by commas.
 */
record StageName(String pipeline, String stage) {
  private static final String EVERY_STAGE = "*";

  /** The names in a setting, each once and in its order; one without a slash matches no stage. */
  static List<StageName> parse(@Nullable String setting) {
    return setting == null
        ? List.of()
        : Arrays.stream(setting.split(","))
            .map(String::strip)
            .filter(name -> !name.isEmpty())
            .map(StageName::parseOne)
            .distinct()
            .toList();
  }

  private static StageName parseOne(String name) {
    int slash = name.indexOf('/');
    return slash < 0
        ? new StageName(name, "")
        : new StageName(name.substring(0, slash), name.substring(slash + 1));
  }

  boolean isEveryStage() {
    return stage.equals(EVERY_STAGE);
  }

  @Override
  public String toString() {
    return stage.isEmpty() ? pipeline : pipeline + "/" + stage;
  }
}
