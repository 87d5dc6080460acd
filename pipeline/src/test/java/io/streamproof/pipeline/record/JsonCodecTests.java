package io.streamproof.pipeline.record;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The codec: exact, canonical, and with the same limits both ways. */
class JsonCodecTests {

  @ParameterizedTest
  @MethodSource("canonical")
  void writesWhatItReadsInOneForm(String read, String written) {
    byte[] once = JsonCodec.write(JsonCodec.read(read.getBytes(UTF_8)));

    assertThat(once).asString(UTF_8).isEqualTo(written);
    assertThat(JsonCodec.write(JsonCodec.read(once))).isEqualTo(once);
  }

  static Stream<String[]> canonical() {
    return WireFile.text("canonical.tsv")
        .lines()
        .filter(line -> !line.startsWith("#"))
        .map(line -> line.split("\t", 2));
  }

  @Test
  void holdsNumbersInTheNarrowestTypeThatIsExact() {
    assertThat(read("5")).isEqualTo(5L);
    assertThat(read("9223372036854775808")).isEqualTo(new BigInteger("9223372036854775808"));
    assertThat(read("19.99")).isEqualTo(19.99);
    assertThat(read("19.990000000000000001")).isEqualTo(new BigDecimal("19.990000000000000001"));
    assertThat(read("-0.000000000000000000")).isEqualTo(-0.0);
    assertThat(read("1e-320")).isEqualTo(new BigDecimal("1e-320"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "[1,]",
        "{\"a\":1,}",
        "{a:1}",
        "'a'",
        "NaN",
        "Infinity",
        "01",
        "+1",
        ".5",
        "1.",
        "1 2",
        "{} x",
        "[1]]",
        "\"\n\"",
        "\"\\x\"",
        "// comment\n1",
        "1e1001",
        "1e-1001",
        "1e99999999999",
        "tru",
        "1\0"
      })
  void refusesWhatIsNoJsonOrBeyondItsLimits(String text) {
    assertUnreadable(text.getBytes(UTF_8));
  }

  @Test
  void refusesWhatIsNotInUtf8() {
    assertUnreadable(new byte[] {'"', (byte) 0xff, '"'});
    assertUnreadable(new byte[] {'"', (byte) 0xc3, '"'});
    assertUnreadable("[1]".getBytes(UTF_16LE));
  }

  @Test
  void readsAndWritesUpToTheDepthLimit() {
    String deepest = "[".repeat(JsonCodec.MAX_DEPTH) + "]".repeat(JsonCodec.MAX_DEPTH);

    assertThat(JsonCodec.write(read(deepest))).asString(UTF_8).isEqualTo(deepest);
    assertUnreadable(("[" + deepest + "]").getBytes(UTF_8));
    assertUnwritable(List.of(read(deepest)));
    assertUnwritable(Map.of("a", read(deepest)));
  }

  @Test
  void readsAndWritesUpToTheDigitsLimit() {
    String longest = "9".repeat(JsonCodec.MAX_DIGITS);
    String decimal = "1." + "9".repeat(JsonCodec.MAX_DIGITS - 1);

    assertThat(JsonCodec.write(read(longest))).asString(UTF_8).isEqualTo(longest);
    assertThat(JsonCodec.write(read("-" + longest))).asString(UTF_8).isEqualTo("-" + longest);
    assertThat(JsonCodec.write(read(decimal))).asString(UTF_8).isEqualTo(decimal);
    assertUnreadable((longest + "9").getBytes(UTF_8));
    assertUnreadable((decimal + "9").getBytes(UTF_8));
    assertUnwritable(((BigInteger) read(longest)).add(BigInteger.ONE));
    assertUnwritable(new BigDecimal("1e1001"));
    assertUnwritable(new BigDecimal("1e-1001"));
  }

  @Test
  void readsAPayloadOfAMebibyte() {
    String text = "\"" + "é".repeat((1 << 19) - 1) + "\"";
    String list = "[" + "1,".repeat((1 << 19) - 2) + "1]";

    assertThat(JsonCodec.write(read(text))).asString(UTF_8).isEqualTo(text);
    assertThat(JsonCodec.write(read(list))).asString(UTF_8).isEqualTo(list);
  }

  @Test
  void readsManyCollidingNames() {
    StringBuilder json = new StringBuilder("{");
    for (int i = 0; i < 60_000; i++) {
      json.append(i == 0 ? "" : ",").append('"').append("name").append(i * 31).append("\":1");
    }

    assertThat((Map<?, ?>) read(json + "}")).hasSize(60_000);
  }

  @Test
  void readsWholeSurrogatePairsAndControlCharacters() {
    assertThat(read("\"\\ud83d\\ude86\"")).isEqualTo("🚆");
    assertThat(read("\"🚆\\u0000\"")).isEqualTo("🚆\u0000");
    assertThat(read("{\"\\ud83d\\ude86\":1}")).isEqualTo(Map.of("🚆", 1L));
  }

  @Test
  void refusesToReadWhatUtf8CannotHoldAndSaysWhere() {
    for (String text :
        new String[] {
          "\"\\ud800\"",
          "\"\\uDFFF\"",
          "\"\\ude86\\ud83d\"",
          "\"\\ud83d\\ud83d\\ude86\"",
          "\"🚆\\ud83d\"",
          "[0,[\"\\ud83dx\"]]",
          "{\"\\ud83d\":1}",
          "{\"a\":{\"x\\udc00\":1}}",
          "{\"a\":\"\\ud83d\",\"a\":1}"
        }) {
      assertUnreadable(text.getBytes(UTF_8));
    }
    byte[] half = {'"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"'};
    assertUnreadable(half);
    byte[] named = "{\"...\":1}".getBytes(UTF_8);
    System.arraycopy(half, 0, named, 1, half.length);
    assertUnreadable(named);
    assertThatExceptionOfType(UnreadableException.class)
        .isThrownBy(() -> read("{\"s\":\"cut \\ud83d\"}"))
        .withMessageStartingWith("half a surrogate pair stands alone in the text at column 6,");
  }

  @Test
  void writesTimesOfTheYearsThatRfc3339Has() {
    assertThat(JsonCodec.write(Instant.parse("0001-01-01T00:00:00Z")))
        .asString(UTF_8)
        .isEqualTo("\"0001-01-01T00:00:00Z\"");
    assertThat(JsonCodec.write(Instant.parse("9999-12-31T23:59:59.999999999Z")))
        .asString(UTF_8)
        .isEqualTo("\"9999-12-31T23:59:59.999999999Z\"");
    assertUnwritable(Instant.parse("0000-12-31T23:59:59.999999999Z"));
    assertUnwritable(Instant.parse("+10000-01-01T00:00:00Z"));
    assertUnwritable(Instant.MAX);
  }

  @Test
  void refusesToWriteWhatJsonCannotHold() {
    assertUnwritable(Double.NaN);
    assertUnwritable(Double.POSITIVE_INFINITY);
    assertUnwritable(new Object());
    assertUnwritable("\ud800");
    assertUnwritable(Map.of("\udc00", 1L));
  }

  @Test
  void writesWhatCelComputes() {
    assertThat(JsonCodec.write(Instant.parse("2001-01-01T00:00:00.500Z")))
        .asString(UTF_8)
        .isEqualTo("\"2001-01-01T00:00:00.500Z\"");
    assertThat(JsonCodec.write(Duration.ofMillis(1500))).asString(UTF_8).isEqualTo("\"1.5s\"");
    assertThat(JsonCodec.write(Duration.ofMillis(-1500))).asString(UTF_8).isEqualTo("\"-1.5s\"");
  }

  @Test
  void narrowsNumbersToIntegersWhereTheyAre() {
    assertThat(JsonCodec.narrow(new BigDecimal("3.00"))).isEqualTo(3L);
    assertThat(JsonCodec.narrow(new BigDecimal("3E5"))).isEqualTo(300_000L);
    assertThat(JsonCodec.narrow(new BigDecimal("-0.0"))).isEqualTo(0L);
    assertThat(JsonCodec.narrow(new BigDecimal("3.5"))).isEqualTo(3.5);
    assertThat(JsonCodec.narrow(new BigDecimal("9223372036854775808")))
        .isEqualTo(new BigInteger("9223372036854775808"));
    assertThat(JsonCodec.narrow(new BigDecimal("1E1000"))).isEqualTo(new BigDecimal("1E1000"));
    assertThat(JsonCodec.narrow(new BigDecimal("1E-2000"))).isEqualTo(new BigDecimal("1E-2000"));
  }

  private static Object read(String json) {
    return JsonCodec.read(json.getBytes(UTF_8));
  }

  private static void assertUnreadable(byte[] json) {
    assertThatExceptionOfType(UnreadableException.class).isThrownBy(() -> JsonCodec.read(json));
  }

  private static void assertUnwritable(Object value) {
    assertThatExceptionOfType(UnreadableException.class).isThrownBy(() -> JsonCodec.write(value));
  }
}
