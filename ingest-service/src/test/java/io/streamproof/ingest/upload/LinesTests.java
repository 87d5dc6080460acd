package io.streamproof.ingest.upload;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class LinesTests {
  private static final int MAX_BYTES = 70_000;

  /** However the stream is cut into reads, and wherever buffers end. */
  @Property
  void readsTheSameLinesAsAPlainSplit(
      @ForAll @Size(max = 12) List<@From("line") String> texts,
      @ForAll @IntRange(min = 1, max = 70_000) int chunk,
      @ForAll boolean carriageReturns,
      @ForAll boolean endless)
      throws IOException {
    String end = carriageReturns ? "\r\n" : "\n";
    String upload = String.join(end, texts) + (endless ? "" : end);
    List<String> expected = new ArrayList<>();
    for (int index = 0; index < texts.size(); index++) {
      String text = texts.get(index);
      if (!text.isBlank()) {
        expected.add((index + 1) + ":" + (text.length() > MAX_BYTES ? "too long" : text));
      }
    }
    assertThat(read(upload.getBytes(UTF_8), chunk)).isEqualTo(expected);
  }

  @Provide
  Arbitrary<String> line() {
    Arbitrary<Integer> lengths =
        Arbitraries.oneOf(
            Arbitraries.integers().between(0, 40),
            Arbitraries.of(65_535, 65_536, 65_537, MAX_BYTES - 1, MAX_BYTES, MAX_BYTES + 1),
            Arbitraries.integers().between(60_000, 150_000));
    return Arbitraries.oneOf(
        Arbitraries.of("", " ", "\t "), lengths.map(length -> "x".repeat(length)));
  }

  @Example
  void countsALastLineWithoutAnEnd() throws IOException {
    assertThat(read("a\n\nb".getBytes(UTF_8), 100)).containsExactly("1:a", "3:b");
    assertThat(read(new byte[0], 100)).isEmpty();
    assertThat(read("\n".getBytes(UTF_8), 100)).isEmpty();
  }

  @Example
  void takesAByteOrderMarkOffTheFirstLineOnly() throws IOException {
    assertThat(read("\uFEFFa\n\uFEFFb\n".getBytes(UTF_8), 100)).containsExactly("1:a", "2:\uFEFFb");
    String longest = "x".repeat(MAX_BYTES);
    assertThat(read(("\uFEFF" + longest + "\r\n").getBytes(UTF_8), 100_000))
        .containsExactly("1:" + longest);
    assertThat(read(("\uFEFF" + longest + "x\r\n").getBytes(UTF_8), 100_000))
        .containsExactly("1:too long");
  }

  @Example
  void holdsNoMoreOfAnEndlessLineThanIsAllowed() throws IOException {
    InputStream endless =
        new InputStream() {
          private long left = 1L << 31;

          @Override
          public int read() {
            throw new UnsupportedOperationException("reads are in bulk");
          }

          @Override
          public int read(byte[] buffer, int from, int length) {
            int given = (int) Math.min(left, length);
            left -= given;
            return given == 0 ? -1 : given;
          }
        };
    Line line = requireNonNull(new Lines(endless, MAX_BYTES).next());
    assertThat(line.tooLong()).isTrue();
    assertThat(line.bytes().length).isLessThan(MAX_BYTES + 10);
  }

  private static List<String> read(byte[] upload, int chunk) throws IOException {
    InputStream inChunks =
        new ByteArrayInputStream(upload) {
          @Override
          public synchronized int read(byte[] buffer, int from, int length) {
            return super.read(buffer, from, Math.min(length, chunk));
          }
        };
    Lines lines = new Lines(inChunks, MAX_BYTES);
    List<String> read = new ArrayList<>();
    for (Line line = lines.next(); line != null; line = lines.next()) {
      String text = line.tooLong() ? "too long" : new String(line.bytes(), UTF_8);
      read.add(line.number() + ":" + text);
    }
    return read;
  }
}
