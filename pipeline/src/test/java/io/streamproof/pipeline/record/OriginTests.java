package io.streamproof.pipeline.record;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The origin on the wire, read by hand as a regular expression would read it. */
class OriginTests {
  private static final Pattern WIRE =
      Pattern.compile(
          "([a-z0-9-]{1,100}):(0|[1-9]\\d{0,8})@(0|[1-9]\\d{0,17})#(0|[1-9]\\d{0,8});"
              + "([0-9a-f]{8});(0|[1-9]\\d{0,17})");

  @Example
  void isWrittenAsTheContractSays() {
    Origin origin = new Origin("by-origin", 3, 4711, 0, "9f31c2aa", 1_700_000_000_000_000L);

    assertThat(new String(origin.toBytes(), ISO_8859_1))
        .isEqualTo(WireFile.text("origin.txt").strip());
    assertThat(origin.id()).isEqualTo("by-origin:3@4711#0");
    assertThat(origin.source("flights")).isEqualTo("/pipelines/flights/by-origin");
  }

  @Property
  void readsWhatItWrites(@ForAll("origins") Origin origin) {
    assertThat(Origin.parse(origin.toBytes())).isEqualTo(origin);
  }

  @Property(tries = 5_000)
  void readsExactlyWhatTheRegularExpressionReads(@ForAll("nearOrigins") String header) {
    Matcher expected = WIRE.matcher(header);
    Origin read = Origin.parse(header.getBytes(ISO_8859_1));

    assertThat(read != null).as(header).isEqualTo(expected.matches());
    if (read != null) {
      assertThat(new String(read.toBytes(), ISO_8859_1)).isEqualTo(header);
    }
  }

  @Example
  void readsNothingOfNothing() {
    assertThat(Origin.parse(null)).isNull();
    assertThat(Origin.parse(new byte[0])).isNull();
    assertThat(Origin.parse(new byte[1 << 20])).isNull();
  }

  @Provide
  Arbitrary<Origin> origins() {
    return Combinators.combine(
            Arbitraries.strings().withChars("abz019-").ofMinLength(1).ofMaxLength(100),
            Arbitraries.integers().between(0, 999_999_999),
            Arbitraries.longs().between(0, 999_999_999_999_999_999L),
            Arbitraries.integers().between(0, 999_999_999),
            Arbitraries.strings().withChars("0123456789abcdef").ofLength(8),
            Arbitraries.longs().between(0, 999_999_999_999_999_999L))
        .as(Origin::new);
  }

  /** Origins with one character put in, taken out or changed. */
  @Provide
  Arbitrary<String> nearOrigins() {
    Arbitrary<String> signs =
        Arbitraries.of("", "0", "00", "9", "a", "A", "g", ":", "@", "#", ";", "-", " ", "é", "x:1");
    return Combinators.combine(
            origins().map(origin -> new String(origin.toBytes(), ISO_8859_1)),
            Arbitraries.integers().between(0, 200),
            Arbitraries.integers().between(0, 2),
            signs)
        .as(
            (text, at, removed, sign) -> {
              int from = Math.min(at, text.length());
              int to = Math.min(from + removed, text.length());
              return text.substring(0, from) + sign + text.substring(to);
            });
  }
}
