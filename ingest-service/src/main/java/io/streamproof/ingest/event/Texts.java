package io.streamproof.ingest.event;

/** How much of a client's text is shown back to it. */
final class Texts {
  private static final int LONGEST_SHOWN = 120;

  private Texts() {}

  static String shorten(String text) {
    return text.length() <= LONGEST_SHOWN ? text : text.substring(0, LONGEST_SHOWN) + "…";
  }
}
