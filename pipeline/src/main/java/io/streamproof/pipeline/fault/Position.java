package io.streamproof.pipeline.fault;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where a record stands in a stage's source topic; written {@code <partition>@<offset>}. */
public record Position(int partition, long offset) {
  static final String NEEDED = "a partition and an offset such as 0@257";
  private static final Pattern WRITTEN = Pattern.compile("(\\d{1,5})@(\\d{1,18})");

  /** Reads a position; null if it is none. */
  static @Nullable Position parse(String text) {
    Matcher written = WRITTEN.matcher(text);
    return written.matches()
        ? new Position(Integer.parseInt(written.group(1)), Long.parseLong(written.group(2)))
        : null;
  }

  @Override
  public String toString() {
    return partition + "@" + offset;
  }
}
