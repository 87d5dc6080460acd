package io.streamproof.ingest.event;

import static java.nio.charset.StandardCharsets.UTF_8;

/** How much of a client's text is shown back to it, and in which form. */
final class Texts {
  private static final int LONGEST_SHOWN = 120;
  private static final int LONGEST_DETAIL = 1_000;

  private Texts() {}

  static String shorten(String text) {
    return shorten(text, LONGEST_SHOWN);
  }

  /** What is wrong with an event, which may quote as much of it as it likes. */
  static String detail(String text) {
    return encodable(shorten(text, LONGEST_DETAIL));
  }

  private static String shorten(String text, int longest) {
    return text.length() <= longest ? text : text.substring(0, longest) + "…";
  }

  /** The text with a question mark for each half of a surrogate pair, which no answer can hold. */
  static String encodable(String text) {
    return new String(text.getBytes(UTF_8), UTF_8);
  }
}
