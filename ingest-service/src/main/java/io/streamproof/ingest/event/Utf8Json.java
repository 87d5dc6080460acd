package io.streamproof.ingest.event;

import com.google.common.base.Utf8;

/**
 * JSON text on the wire is UTF-8 (RFC 8259, 8.1): a parser's guesses at other encodings end here.
 */
public final class Utf8Json {
  private static final int BYTES_THAT_PARSERS_GUESS_BY = 4;

  /** Its first byte, which begins no JSON text. */
  private static final byte BYTE_ORDER_MARK = (byte) 0xEF;

  private Utf8Json() {}

  /**
   * Gives the text back if it is well-formed UTF-8.
   *
   * @throws RejectedException if it is not
   */
  public static byte[] check(byte[] text) throws RejectedException {
    if (!Utf8.isWellFormed(text)) {
      throw RejectedException.invalid("not UTF-8");
    }
    if (text.length > 0 && text[0] == BYTE_ORDER_MARK) {
      throw RejectedException.invalid("begins with a byte order mark");
    }
    for (int at = 0; at < Math.min(text.length, BYTES_THAT_PARSERS_GUESS_BY); at++) {
      if (text[at] == 0) {
        throw RejectedException.invalid("UTF-16 or UTF-32, where UTF-8 is needed");
      }
    }
    return text;
  }
}
