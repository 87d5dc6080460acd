package io.streamproof.pipeline.yaml;

import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Durations as files write them: {@code 1d}, {@code 15m}, {@code 500ms}. */
public final class Durations {
  /** What a text that is no duration must be. */
  public static final String NEEDED =
      "a duration such as 1d, 1h, 15m, 30s or 500ms, of 36500d at most";

  private static final Duration LONGEST = Duration.ofDays(36_500);
  private static final Pattern WRITTEN = Pattern.compile("(\\d{1,16})(ms|s|m|h|d)");
  private static final Map<String, Long> MILLIS =
      Map.of("ms", 1L, "s", 1_000L, "m", 60_000L, "h", 3_600_000L, "d", 86_400_000L);

  private Durations() {}

  /** Reads a duration; null if it is none, or too long. */
  public static @Nullable Duration parse(String text) {
    Matcher written = WRITTEN.matcher(text);
    if (!written.matches()) {
      return null;
    }
    long number = Long.parseLong(written.group(1));
    long unit = MILLIS.getOrDefault(written.group(2), 1L);
    return number > LONGEST.toMillis() / unit ? null : Duration.ofMillis(number * unit);
  }

  /** Reads a duration of more than nothing. */
  public static @Nullable Duration parsePositive(String text) {
    Duration duration = parse(text);
    return duration == null || duration.isZero() ? null : duration;
  }
}
