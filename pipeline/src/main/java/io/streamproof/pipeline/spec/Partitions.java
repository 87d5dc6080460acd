package io.streamproof.pipeline.spec;

import io.streamproof.pipeline.yaml.YamlValue;
import org.jspecify.annotations.Nullable;

/** Numbers of partitions as a specification writes them. */
final class Partitions {
  static final String NEEDED = "a whole number from 1 to 10000";
  private static final int MOST = 10_000;

  private Partitions() {}

  /**
   * A property's number; {@code otherwise} where it is left out, or, with the problem told, wrong.
   */
  static int read(@Nullable YamlValue value, int otherwise) {
    Integer partitions = value == null ? null : value.read(Partitions::parse, NEEDED);
    return partitions == null ? otherwise : partitions;
  }

  private static @Nullable Integer parse(String text) {
    if (!text.matches("\\d{1,5}")) {
      return null;
    }
    int partitions = Integer.parseInt(text);
    return partitions >= 1 && partitions <= MOST ? partitions : null;
  }
}
