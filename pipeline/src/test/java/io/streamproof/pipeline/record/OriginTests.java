package io.streamproof.pipeline.record;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamproof.pipeline.RandomTries;
import io.streamproof.pipeline.RandomValues;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The origin on the wire, read by hand as a regular expression would read it. */
class OriginTests {
  private static final Pattern WIRE =
      Pattern.compile(
          "([a-z0-9-]{1,100}):(0|[1-9]\\d{0,8})@(0|[1-9]\\d{0,17})#(0|[1-9]\\d{0,8});"
              + "([0-9a-f]{8});(0|[1-9]\\d{0,17})");

  @Test
  void isWrittenAsTheContractSays() {
    Origin origin = new Origin("by-origin", 3, 4711, 0, "9f31c2aa", 1_700_000_000_000_000L);

    assertThat(new String(origin.toBytes(), ISO_8859_1))
        .isEqualTo(WireFile.text("origin.txt").strip());
    assertThat(origin.id()).isEqualTo("by-origin:3@4711#0");
    assertThat(origin.source("flights")).isEqualTo("/pipelines/flights/by-origin");
  }

  @Test
  void readsWhatItWrites() {
    RandomTries.run(
        1_000,
        values -> {
          Origin origin = origin(values);
          assertThat(Origin.parse(origin.toBytes())).isEqualTo(origin);
        });
  }

  @Test
  void readsExactlyWhatTheRegularExpressionReads() {
    RandomTries.run(
        5_000,
        values -> {
          String header = nearOrigin(values);
          Origin read = Origin.parse(header.getBytes(ISO_8859_1));

          assertThat(read != null).as(header).isEqualTo(WIRE.matcher(header).matches());
          if (read != null) {
            assertThat(new String(read.toBytes(), ISO_8859_1)).isEqualTo(header);
          }
        });
  }

  @Test
  void readsNothingOfNothing() {
    assertThat(Origin.parse(null)).isNull();
    assertThat(Origin.parse(new byte[0])).isNull();
    assertThat(Origin.parse(new byte[1 << 20])).isNull();
  }

  private static Origin origin(RandomValues values) {
    return new Origin(
        values.text("abz019-", 1, 100),
        values.integer(0, 999_999_999),
        values.number(0, 999_999_999_999_999_999L),
        values.integer(0, 999_999_999),
        values.text("0123456789abcdef", 8, 8),
        values.number(0, 999_999_999_999_999_999L));
  }

  /** An origin with one character put in, taken out or changed. */
  private static String nearOrigin(RandomValues values) {
    String text = new String(origin(values).toBytes(), ISO_8859_1);
    int from = values.integer(0, text.length());
    int to = Math.min(from + values.integer(0, 2), text.length());
    String sign =
        values.oneOf(
            List.of("", "0", "00", "9", "a", "A", "g", ":", "@", "#", ";", "-", " ", "é", "x:1"));
    return text.substring(0, from) + sign + text.substring(to);
  }
}
