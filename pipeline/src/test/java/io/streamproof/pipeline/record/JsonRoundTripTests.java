package io.streamproof.pipeline.record;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Nothing is lost on the way through the codec. */
class JsonRoundTripTests {

  @Property
  void writingReadingAndWritingAgainChangesNothing(@ForAll("values") Object value) {
    byte[] written = JsonCodec.write(value);

    assertThat(JsonCodec.write(JsonCodec.read(written)))
        .asString(UTF_8)
        .isEqualTo(new String(written, UTF_8));
  }

  @Property(tries = 3_000)
  void aNumberKeepsItsExactValue(@ForAll("numerals") String numeral) {
    Object read = JsonCodec.read(numeral.getBytes(UTF_8));
    BigDecimal expected = new BigDecimal(numeral);
    BigDecimal held = JsonCodec.number(read);

    assertThat(held).isEqualByComparingTo(expected);
    assertThat(new BigDecimal(new String(JsonCodec.write(read), UTF_8)))
        .isEqualByComparingTo(expected);
    assertThat(JsonCodec.number(JsonCodec.narrow(expected))).isEqualByComparingTo(expected);
  }

  @Property
  void aByteThatIsChangedIsReadOrRefusedButNeverBreaks(
      @ForAll("values") Object value, @ForAll int at, @ForAll byte with) {
    byte[] json = JsonCodec.write(value);
    byte[] changed = Arrays.copyOf(json, json.length);
    changed[Math.floorMod(at, changed.length)] = with;

    try {
      JsonCodec.read(changed);
    } catch (UnreadableException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  @Provide
  Arbitrary<Object> values() {
    return JsonValues.any();
  }

  @Provide
  Arbitrary<String> numerals() {
    return Arbitraries.oneOf(
        JsonValues.decimals().map(BigDecimal::toString),
        JsonValues.decimals().map(BigDecimal::toPlainString),
        Arbitraries.doubles().map(number -> Double.toString(number)),
        Arbitraries.longs().map(number -> Long.toString(number)));
  }
}
