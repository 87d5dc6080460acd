package io.streamproof.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.InputStream;

/** An upload of so many generated flights, made as it is read. */
final class Flights extends InputStream {
  private final int lines;
  private int made;
  private byte[] line = new byte[0];
  private int at;

  Flights(int lines) {
    this.lines = lines;
  }

  static String one(String origin, int delay) {
    return """
        {"time":"2001-01-01T00:47:00Z","origin":"%s","delay":%s}"""
        .formatted(origin, delay);
  }

  @Override
  public int read() {
    if (at == line.length && !next()) {
      return -1;
    }
    return line[at++];
  }

  @Override
  public int read(byte[] buffer, int from, int length) {
    if (at == line.length && !next()) {
      return -1;
    }
    int count = Math.min(length, line.length - at);
    System.arraycopy(line, at, buffer, from, count);
    at += count;
    return count;
  }

  private boolean next() {
    if (made == lines) {
      return false;
    }
    line =
        "{\"time\":%s,\"origin\":\"A%s\",\"delay\":%s}\n"
            .formatted(978_310_020_000L + made, made % 300, made % 60)
            .getBytes(UTF_8);
    made++;
    at = 0;
    return true;
  }
}
