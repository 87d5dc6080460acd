package io.streamproof.operator.fault;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamproof.pipeline.fault.Damage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How values are damaged. */
class DamagesTests {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"a\":true,\"b\":1}        | {\"a\":false,\"b\":1}",
        "{\"a\":null,\"b\":41}       | {\"a\":null,\"b\":42}",
        "{\"a\":[1],\"b\":\"text\"}  | {\"a\":[1],\"b\":\"xext\"}",
        "{\"a\":\"xy\"}              | {\"a\":\"yy\"}",
        "{\"a\":\"\"}                | {\"a\":\"x\"}",
        "{\"a\":\"🔑b\"}              | {\"a\":\"xb\"}",
        "{\"a\":0.5}                 | {\"a\":1.5}",
        "{\"a\":12345678901234567890}| {\"a\":12345678901234567891}",
        "[1]                         | [1\\",
        "no json                     | no jsoo"
      })
  void flips(String value, String damaged) {
    assertThat(damage(Damage.FLIP, value)).isEqualTo(damaged);
  }

  @Test
  void flipsABitOfAnObjectWithoutPlainMembers() {
    assertThat(damage(Damage.FLIP, "{\"a\":{}}")).isEqualTo("{\"a\":{}|");
    assertThat(damage(Damage.NUMBER, "{}")).isEqualTo("{|");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"a\":true,\"b\":7,\"c\":1} | {\"a\":true,\"b\":70,\"c\":1}",
        "{\"a\":0}                    | {\"a\":1}",
        "{\"a\":-0.25}                | {\"a\":-2.5}",
        "{\"a\":\"t\"}                | {\"a\":\"x\"}",
      })
  void multipliesTheFirstNumber(String value, String damaged) {
    assertThat(damage(Damage.NUMBER, value)).isEqualTo(damaged);
  }

  @Test
  void truncatesToHalf() {
    assertThat(damage(Damage.TRUNCATE, "12345")).isEqualTo("12");
    assertThat(damage(Damage.TRUNCATE, "1")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"FLIP", "NUMBER", "TRUNCATE"})
  void changesEvenWhatIsNotThere(Damage damage) {
    assertThat(Damages.of(damage, null)).isEqualTo("0".getBytes(UTF_8));
    assertThat(Damages.of(damage, new byte[0])).isEqualTo("0".getBytes(UTF_8));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"a\":1E+1000}", "{\"a\":1E-1000}"})
  void changesNumbersAtTheLimitOfWhatIsTaken(String value) {
    assertThat(damage(Damage.FLIP, value)).isNotEqualTo(value);
    assertThat(damage(Damage.NUMBER, value)).isNotEqualTo(value);
  }

  private static String damage(Damage damage, String value) {
    return new String(Damages.of(damage, value.getBytes(UTF_8)), UTF_8);
  }
}
