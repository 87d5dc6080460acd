package io.streamproof.ingest.upload;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamproof.pipeline.RandomTries;
import io.streamproof.pipeline.RandomValues;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LinesTests {
  private static final int MAX_BYTES = 70_000;

  /** However the stream is cut into reads, and wherever buffers end. */
  @Test
  void readsTheSameLinesAsAPlainSplit() {
    RandomTries.run(
        1_000,
        values -> {
          List<String> texts = values.list(0, 12, () -> line(values));
          String end = values.oneOf(List.of("\n", "\r\n"));
          String upload = String.join(end, texts) + (values.yesOrNo() ? "" : end);

          assertThat(read(upload.getBytes(UTF_8), values.integer(1, 70_000)))
              .isEqualTo(plainSplit(texts));
        });
  }

  private static List<String> plainSplit(List<String> texts) {
    List<String> expected = new ArrayList<>();
    for (int index = 0; index < texts.size(); index++) {
      String text = texts.get(index);
      if (!text.isBlank()) {
        expected.add((index + 1) + ":" + (text.length() > MAX_BYTES ? "too long" : text));
      }
    }
    return expected;
  }

  private static String line(RandomValues values) {
    return switch (values.integer(0, 5)) {
      case 0 -> "x".repeat(values.integer(0, 40));
      case 1 ->
          "x"
              .repeat(
                  values.oneOf(
                      List.of(65_535, 65_536, 65_537, MAX_BYTES - 1, MAX_BYTES, MAX_BYTES + 1)));
      case 2 -> "x".repeat(values.integer(60_000, 150_000));
      default -> values.oneOf(List.of("", " ", "\t "));
    };
  }

  @Test
  void countsALastLineWithoutAnEnd() throws IOException {
    assertThat(read("a\n\nb".getBytes(UTF_8), 100)).containsExactly("1:a", "3:b");
    assertThat(read(new byte[0], 100)).isEmpty();
    assertThat(read("\n".getBytes(UTF_8), 100)).isEmpty();
  }

  @Test
  void takesAByteOrderMarkOffTheFirstLineOnly() throws IOException {
    assertThat(read("\uFEFFa\n\uFEFFb\n".getBytes(UTF_8), 100)).containsExactly("1:a", "2:\uFEFFb");
    String longest = "x".repeat(MAX_BYTES);
    assertThat(read(("\uFEFF" + longest + "\r\n").getBytes(UTF_8), 100_000))
        .containsExactly("1:" + longest);
    assertThat(read(("\uFEFF" + longest + "x\r\n").getBytes(UTF_8), 100_000))
        .containsExactly("1:too long");
  }

  @Test
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
