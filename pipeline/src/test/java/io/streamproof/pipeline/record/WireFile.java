package io.streamproof.pipeline.record;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The golden files of the wire format; the tests of every service may read them. */
public final class WireFile {
  private WireFile() {}

  public static String text(String name) {
    try (InputStream in = WireFile.class.getResourceAsStream("/wire/" + name)) {
      if (in == null) {
        throw new IllegalArgumentException("no file wire/" + name);
      }
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
