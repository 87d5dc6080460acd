package io.streamproof.ingest.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.HexFormat;

/**
 * The value of an HTTP header that carries an attribute: quotes are taken off, then one round of
 * percent-decoding, in UTF-8 (CloudEvents 1.0, HTTP binding, 3.1.3.2).
 */
final class HeaderValue {
  private HeaderValue() {}

  static String decode(String name, String header) throws RejectedException {
    String text = unquoted(header);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c > '~') {
        throw RejectedException.invalid(name + " must be percent-encoded beyond ASCII");
      }
      if (c != '%') {
        bytes.write(c);
      } else if (at + 2 < text.length() && isHex(text, at + 1) && isHex(text, at + 2)) {
        bytes.write(HexFormat.fromHexDigits(text, at + 1, at + 3));
        at += 2;
      } else {
        throw RejectedException.invalid(name + " has a % that is not followed by two hex digits");
      }
    }
    return utf8(name, bytes.toByteArray());
  }

  private static String unquoted(String header) {
    String text = header.strip();
    boolean quoted = text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"");
    return quoted ? text.substring(1, text.length() - 1).replaceAll("\\\\(.)", "$1") : text;
  }

  private static boolean isHex(String text, int at) {
    return HexFormat.isHexDigit(text.charAt(at));
  }

  private static String utf8(String name, byte[] bytes) throws RejectedException {
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw RejectedException.invalid(name + " is not UTF-8 once it is percent-decoded");
    }
  }
}
