package io.streamproof.pipeline.record;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import org.jspecify.annotations.Nullable;

/**
 * Reads an origin by hand, byte by byte: the audit does it for every record. Strict, so that each
 * origin has one form only: {@code [a-z0-9-]{1,100}:P@O#I;[0-9a-f]{8};T}, the numbers in decimal
 * without leading zeros, of at most 9 digits (P, I) or 18 (O, T).
 */
final class OriginParser {
  private static final int LONGEST_NAME = 100;
  private static final int HASH_LENGTH = 8;
  private static final int INT_DIGITS = 9;
  private static final int LONG_DIGITS = 18;

  private final byte[] header;
  private int at;
  private boolean failed;

  private OriginParser(byte[] header) {
    this.header = header;
  }

  static @Nullable Origin parse(byte[] header) {
    OriginParser parser = new OriginParser(header);
    int nameEnd = parser.name();
    long partition = parser.number(INT_DIGITS, '@');
    long offset = parser.number(LONG_DIGITS, '#');
    long index = parser.number(INT_DIGITS, ';');
    int hashAt = parser.hash();
    long emittedAt = parser.number(LONG_DIGITS, -1);
    if (parser.failed) {
      return null;
    }
    return new Origin(
        new String(header, 0, nameEnd, ISO_8859_1),
        (int) partition,
        offset,
        (int) index,
        new String(header, hashAt, HASH_LENGTH, ISO_8859_1),
        emittedAt);
  }

  /** Reads the stage's name and the colon; gives the name's end. */
  private int name() {
    while (at < header.length && isNamePart(header[at])) {
      at++;
    }
    int end = at;
    failed = end == 0 || end > LONGEST_NAME;
    skip(':');
    return end;
  }

  /** Reads a number and the sign behind it; -1: the header's end. */
  private long number(int maxDigits, int behind) {
    int from = at;
    long number = 0;
    while (at < header.length && at - from <= maxDigits && isDigit(header[at])) {
      number = number * 10 + (header[at] - '0');
      at++;
    }
    int digits = at - from;
    failed |= digits == 0 || digits > maxDigits || (digits > 1 && header[from] == '0');
    skip(behind);
    return number;
  }

  /** Reads the specification's hash and the semicolon; gives the hash's beginning. */
  private int hash() {
    int from = at;
    while (at < header.length && at - from < HASH_LENGTH && isHex(header[at])) {
      at++;
    }
    failed |= at - from != HASH_LENGTH;
    skip(';');
    return from;
  }

  private void skip(int sign) {
    if (sign < 0) {
      failed |= at != header.length;
    } else {
      failed |= at >= header.length || header[at] != sign;
      at++;
    }
  }

  private static boolean isNamePart(byte b) {
    return (b >= 'a' && b <= 'z') || isDigit(b) || b == '-';
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  private static boolean isHex(byte b) {
    return isDigit(b) || (b >= 'a' && b <= 'f');
  }
}
