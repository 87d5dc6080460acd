package io.streamproof.pipeline.record;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamproof.pipeline.RandomTries;
import io.streamproof.pipeline.RandomValues;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Nothing is lost on the way through the codec. */
class JsonRoundTripTests {

  @Test
  void writingReadingAndWritingAgainChangesNothing() {
    RandomTries.run(
        1_000,
        values -> {
          byte[] written = JsonCodec.write(JsonValues.any(values));

          assertThat(JsonCodec.write(JsonCodec.read(written)))
              .asString(UTF_8)
              .isEqualTo(new String(written, UTF_8));
        });
  }

  @Test
  void aNumberKeepsItsExactValue() {
    RandomTries.run(
        3_000,
        values -> {
          String numeral = numeral(values);
          Object read = JsonCodec.read(numeral.getBytes(UTF_8));
          BigDecimal expected = new BigDecimal(numeral);
          BigDecimal held = JsonCodec.number(read);

          assertThat(held).isEqualByComparingTo(expected);
          assertThat(new BigDecimal(new String(JsonCodec.write(read), UTF_8)))
              .isEqualByComparingTo(expected);
          assertThat(JsonCodec.number(JsonCodec.narrow(expected))).isEqualByComparingTo(expected);
        });
  }

  @Test
  void aByteThatIsChangedIsReadOrRefusedButNeverBreaks() {
    RandomTries.run(
        1_000,
        values -> {
          byte[] changed = JsonCodec.write(JsonValues.any(values));
          changed[values.integer(0, changed.length - 1)] =
              (byte) values.integer(Byte.MIN_VALUE, Byte.MAX_VALUE);

          try {
            JsonCodec.read(changed);
          } catch (UnreadableException e) {
            assertThat(e.getMessage()).isNotBlank();
          }
        });
  }

  @Test
  void whatIsWrittenOfAnyTextIsUtf8AndReadAgain() {
    RandomTries.run(
        1_000,
        values -> {
          String text = values.anyText(20);
          for (Object value : List.of(text, List.of(text), Map.of(text, 1L))) {
            assertThat(written(value)).isEqualTo(isWhole(text));
          }
        });
  }

  /** Whether the codec takes a value; what it writes of it is UTF-8 and has the same meaning. */
  private static boolean written(Object value) throws CharacterCodingException {
    byte[] json;
    try {
      json = JsonCodec.write(value);
    } catch (UnreadableException e) {
      return false;
    }
    UTF_8.newDecoder().decode(ByteBuffer.wrap(json));
    assertThat(JsonCodec.read(json)).isEqualTo(value);
    return true;
  }

  private static boolean isWhole(String text) {
    return text.codePoints().noneMatch(c -> Character.getType(c) == Character.SURROGATE);
  }

  private static String numeral(RandomValues values) {
    return switch (values.integer(0, 3)) {
      case 0 -> JsonValues.decimal(values).toString();
      case 1 -> JsonValues.decimal(values).toPlainString();
      case 2 -> Double.toString(values.decimal());
      default -> Long.toString(values.number());
    };
  }
}
