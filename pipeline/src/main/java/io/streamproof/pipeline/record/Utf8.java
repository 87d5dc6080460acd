package io.streamproof.pipeline.record;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Text to bytes, strictly: what has no form in UTF-8 fails instead of turning into a question mark.
 */
public final class Utf8 {
  private Utf8() {}

  /**
   * The text in UTF-8.
   *
   * @throws UnreadableException if a half of a surrogate pair stands alone in it
   */
  public static byte[] encode(String text) {
    return checked(text).getBytes(UTF_8);
  }

  /** The text itself, if it has a form in UTF-8. */
  static String checked(String text) {
    if (!isEncodable(text)) {
      throw new UnreadableException("half a surrogate pair stands alone in a text");
    }
    return text;
  }

  /** Whether the text has a form in UTF-8: no half of a surrogate pair stands alone in it. */
  static boolean isEncodable(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        boolean pair = i + 1 < text.length() && Character.isSurrogatePair(c, text.charAt(i + 1));
        if (!pair) {
          return false;
        }
        i++;
      }
    }
    return true;
  }
}
