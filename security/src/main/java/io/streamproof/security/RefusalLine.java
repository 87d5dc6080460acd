package io.streamproof.security;

import org.jspecify.annotations.Nullable;

/**
 * The line of the log that tells of a refused request. All of it may be a stranger's text: each
 * part is cut off, and holds no character with which a further line could be forged.
 */
record RefusalLine(
    int status,
    @Nullable String method,
    @Nullable String path,
    @Nullable String remote,
    @Nullable String caller,
    @Nullable String reason) {
  private static final int MOST_CHARACTERS = 200;

  @Override
  public String toString() {
    return "refused %s %s from %s, caller %s: %s %s"
        .formatted(plain(method), plain(path), plain(remote), plain(caller), status, plain(reason));
  }

  private static String plain(@Nullable String text) {
    if (text == null || text.isEmpty()) {
      return "-";
    }
    StringBuilder plain = new StringBuilder();
    text.codePoints().limit(MOST_CHARACTERS).forEach(character -> append(plain, character));
    return text.codePointCount(0, text.length()) > MOST_CHARACTERS
        ? plain.append("...").toString()
        : plain.toString();
  }

  private static void append(StringBuilder plain, int character) {
    if (character >= ' ' && character <= '~') {
      plain.append((char) character);
    } else {
      plain.append("\\u{").append(Integer.toHexString(character)).append('}');
    }
  }
}
