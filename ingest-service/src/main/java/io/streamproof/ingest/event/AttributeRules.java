package io.streamproof.ingest.event;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The rules for single attributes: CloudEvents 1.0, and limits where it has none. */
public final class AttributeRules {
  /** The longest id, source, type and subject. */
  public static final int MAX_LENGTH = 1_024;

  private static final int MAX_TRACE_STATE = 512;
  private static final Pattern RFC_3339 =
      Pattern.compile(
          "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,9})?(Z|[+-]\\d\\d:\\d\\d)");
  private static final Pattern PRINTABLE_ASCII = Pattern.compile("[\\x20-\\x7e]+");
  private static final Pattern JSON = Pattern.compile("[^/;\\s]+/([^/;\\s]+\\+)?json");
  private static final Pattern NOT_UTF_8 =
      Pattern.compile(";\\s*charset\\s*=\\s*(?!\"?(utf-?8|us-ascii)\"?\\s*(;|$))");

  private AttributeRules() {}

  /** A text that must be there, within its length and without control characters. */
  public static String required(String name, @Nullable String value) throws RejectedException {
    if (value == null || value.isEmpty()) {
      throw RejectedException.invalid(name + " is " + (value == null ? "missing" : "empty"));
    }
    bounded(name, value);
    if (!isText(value)) {
      throw RejectedException.invalid(noText(name));
    }
    return value;
  }

  /** An attribute that may be absent, within its length. */
  static void bounded(String name, @Nullable String value) throws RejectedException {
    if (value != null && value.length() > MAX_LENGTH) {
      throw RejectedException.invalid(name + " is longer than " + MAX_LENGTH + " characters");
    }
  }

  /** Whether it is a String by CloudEvents, which any header and any database can hold. */
  static boolean isText(String value) {
    return value.codePoints().allMatch(AttributeRules::isAllowed);
  }

  static String noText(String name) {
    return name + " has a control character, or one that Unicode does not know";
  }

  /** A {@code source}: a non-empty URI reference. */
  public static String source(@Nullable String value) throws RejectedException {
    String source = required("source", value);
    try {
      return new URI(source).toString();
    } catch (URISyntaxException e) {
      throw RejectedException.invalid("source is no URI reference: " + e.getReason());
    }
  }

  /** Whether a media type denotes JSON in UTF-8. */
  public static boolean isJson(String mediaType) {
    String lower = mediaType.toLowerCase(Locale.ROOT);
    return JSON.matcher(lower.split(";", 2)[0].strip()).matches()
        && !NOT_UTF_8.matcher(lower).find();
  }

  static void contentType(@Nullable String value) throws RejectedException {
    if (value != null && !isJson(value)) {
      throw RejectedException.invalid(
          "datacontenttype is " + Texts.shorten(value) + ", where JSON in UTF-8 is needed");
    }
  }

  /** An RFC 3339 time as epoch milliseconds. */
  static long time(String value) throws RejectedException {
    try {
      if (RFC_3339.matcher(value).matches()) {
        return OffsetDateTime.parse(value).toInstant().toEpochMilli();
      }
    } catch (DateTimeException e) {
      // Of the right form, but no day or hour of the calendar: told as all else.
    }
    throw RejectedException.invalid("time \"" + Texts.shorten(value) + "\" is no RFC 3339 time");
  }

  /** A trace state that may be passed on; a broken one is dropped, as W3C Trace Context says. */
  static @Nullable String traceState(@Nullable String value) {
    boolean usable =
        value != null
            && value.length() <= MAX_TRACE_STATE
            && PRINTABLE_ASCII.matcher(value).matches();
    return usable ? value : null;
  }

  /** CloudEvents' String: no control characters, noncharacters or unpaired surrogates. */
  private static boolean isAllowed(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL, Character.SURROGATE -> false;
      default -> (codePoint & 0xFFFE) != 0xFFFE && (codePoint < 0xFDD0 || codePoint > 0xFDEF);
    };
  }
}
