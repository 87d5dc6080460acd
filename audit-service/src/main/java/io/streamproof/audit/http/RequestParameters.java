package io.streamproof.audit.http;

import io.streamproof.audit.finding.FindingKind;
import io.streamproof.audit.report.TimeRange;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the parameters of calls; rejects what it cannot read, and says how to fix it. */
final class RequestParameters {
  static final int MOST_FINDINGS = 1_000;
  static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

  private static final int DEFAULT_FINDINGS = 100;
  private static final int MOST_CHARACTERS = 1_024;
  private static final Pattern WAIT = Pattern.compile("(\\d{1,9})(ms|s|m)");

  private RequestParameters() {}

  static TimeRange range(@Nullable String from, @Nullable String to) {
    TimeRange range =
        new TimeRange(
            from == null ? Instant.MIN : time("from", from),
            to == null ? Instant.MAX : time("to", to));
    if (!range.from().isBefore(range.to())) {
      throw new BadParameterException("to", to + " is not after from, " + from);
    }
    return range;
  }

  static Instant time(String name, String text) {
    try {
      OffsetDateTime time = OffsetDateTime.parse(text);
      if (time.getYear() >= 1 && time.getYear() <= 9999) {
        return time.toInstant();
      }
    } catch (DateTimeException e) {
      // Said below, in words that fit every way in which it can be wrong.
    }
    throw new BadParameterException(
        name,
        "'%s' is no RFC 3339 time such as 2001-03-31T22:27:00Z%s"
            .formatted(shown(text), text.contains(" ") ? "; in an address, + is written %2B" : ""));
  }

  static FindingKind kind(String text) {
    return Arrays.stream(FindingKind.values())
        .filter(kind -> kind.name().equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new BadParameterException(
                    "kind",
                    "'%s' is none of %s"
                        .formatted(shown(text), Arrays.toString(FindingKind.values()))));
  }

  static int limit(@Nullable String text) {
    if (text == null) {
      return DEFAULT_FINDINGS;
    }
    long limit = number("limit", text);
    if (limit < 1 || limit > MOST_FINDINGS) {
      throw new BadParameterException(
          "limit", "must be from 1 to %s, not %s".formatted(MOST_FINDINGS, limit));
    }
    return (int) limit;
  }

  static long number(String name, String text) {
    if (!text.matches("\\d{1,18}")) {
      throw new BadParameterException(name, "'%s' is no number".formatted(shown(text)));
    }
    return Long.parseLong(text);
  }

  static String traceId(String text) {
    if (!text.matches("[0-9a-f]{32}")) {
      throw new BadParameterException(
          "traceId", "'%s' is no trace id: 32 hex digits, in lower case".formatted(shown(text)));
    }
    return text;
  }

  /** An attribute of an event, which ingest takes no longer. */
  static String attribute(String name, String text) {
    if (text.length() > MOST_CHARACTERS) {
      throw new BadParameterException(
          name, "has more than %s characters".formatted(MOST_CHARACTERS));
    }
    return text;
  }

  static Duration wait(String text) {
    Matcher parts = WAIT.matcher(text);
    if (!parts.matches()) {
      throw new BadParameterException(
          "wait", "'%s' is no duration such as 30s or 500ms".formatted(shown(text)));
    }
    long amount = Long.parseLong(parts.group(1));
    Duration wait =
        switch (parts.group(2)) {
          case "ms" -> Duration.ofMillis(amount);
          case "s" -> Duration.ofSeconds(amount);
          default -> Duration.ofMinutes(amount);
        };
    if (wait.compareTo(LONGEST_WAIT) > 0) {
      throw new BadParameterException(
          "wait", "must be at most %ss, not %s".formatted(LONGEST_WAIT.toSeconds(), text));
    }
    return wait;
  }

  private static String shown(String text) {
    return text.length() <= 100 ? text : text.substring(0, 100) + "…";
  }
}
