package io.streamproof.ingest.upload;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a stream into lines, holding no more than one buffer and one line of the allowed length,
 * whatever the stream's lines are like. A line ends at LF or CR LF; the last one may have no end.
 */
final class Lines {
  private static final int BUFFER_BYTES = 64 << 10;
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  /** Room for what is taken off a line, a mark and a CR, and one byte that is too much. */
  private static final int SLACK_BYTES = BYTE_ORDER_MARK.length + 2;

  private final InputStream in;
  private final int maxBytes;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int from;
  private int to;
  private long number;

  Lines(InputStream in, int maxBytes) {
    this.in = in;
    this.maxBytes = maxBytes;
  }

  /** The next line that is not blank; null behind the last one. */
  @Nullable Line next() throws IOException {
    Line line = read();
    while (line != null && isBlank(line)) {
      line = read();
    }
    return line;
  }

  /** How many lines were read, blank ones included. */
  long count() {
    return number;
  }

  private @Nullable Line read() throws IOException {
    if (from == to && !fill()) {
      return null;
    }
    int end = endOfLine();
    if (end < to) {
      Line line = line(Arrays.copyOfRange(buffer, from, end));
      from = end + 1;
      return line;
    }
    return longLine();
  }

  /** A line that does not end in this buffer. */
  private Line longLine() throws IOException {
    ByteArrayOutputStream kept = new ByteArrayOutputStream(2 * BUFFER_BYTES);
    int end = to;
    do {
      end = endOfLine();
      kept.write(buffer, from, Math.min(end - from, maxBytes + SLACK_BYTES - kept.size()));
      from = end;
    } while (end == to && fill());
    if (end < to) {
      from = end + 1;
    }
    return line(kept.toByteArray());
  }

  private int endOfLine() {
    int at = from;
    while (at < to && buffer[at] != '\n') {
      at++;
    }
    return at;
  }

  private boolean fill() throws IOException {
    from = 0;
    to = Math.max(0, in.read(buffer));
    return to > 0;
  }

  private Line line(byte[] raw) {
    number++;
    int start = number == 1 && beginsWithMark(raw) ? BYTE_ORDER_MARK.length : 0;
    int end = raw.length > start && raw[raw.length - 1] == '\r' ? raw.length - 1 : raw.length;
    byte[] bytes = start == 0 && end == raw.length ? raw : Arrays.copyOfRange(raw, start, end);
    return new Line(number, bytes, bytes.length > maxBytes);
  }

  private static boolean beginsWithMark(byte[] raw) {
    int length = BYTE_ORDER_MARK.length;
    return raw.length >= length && Arrays.equals(raw, 0, length, BYTE_ORDER_MARK, 0, length);
  }

  private static boolean isBlank(Line line) {
    for (byte b : line.bytes()) {
      if (b != ' ' && b != '\t' && b != '\r') {
        return false;
      }
    }
    return !line.tooLong();
  }
}
