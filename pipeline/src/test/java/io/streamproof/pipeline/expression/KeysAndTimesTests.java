package io.streamproof.pipeline.expression;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.streamproof.pipeline.record.Event;
import io.streamproof.pipeline.record.UnreadableException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Values as record keys and as event times. */
class KeysAndTimesTests {

  @Test
  void makesKeysOfTextAsItIsAndOfAllElseAsJson() {
    assertThat(key("\"東京 🚆\"")).isEqualTo("東京 🚆");
    assertThat(key("\"\"")).isEmpty();
    assertThat(key("5")).isEqualTo("5");
    assertThat(key("12345678901234567890")).isEqualTo("12345678901234567890");
    assertThat(key("19.990")).isEqualTo("19.99");
    assertThat(key("true")).isEqualTo("true");
    assertThat(key("{\"b\":1,\"a\":[2]}")).isEqualTo("{\"b\":1,\"a\":[2]}");
    assertThat(key("null")).isNull();
  }

  @Test
  void refusesAKeyThatUtf8CannotHold() {
    assertThatExceptionOfType(UnreadableException.class).isThrownBy(() -> key("\"\\ud83d\""));
  }

  @Test
  void takesTimesAsTextNumberOrTimestamp() {
    assertThat(time("\"2001-01-01T00:00:00Z\"")).isEqualTo(978_307_200_000L);
    assertThat(time("\"2001-01-01T02:00:00.9999+02:00\"")).isEqualTo(978_307_200_999L);
    assertThat(time("978307200000")).isEqualTo(978_307_200_000L);
    assertThat(time("978307200000.9")).isEqualTo(978_307_200_000L);
    assertThat(time("9.783072E11")).isEqualTo(978_307_200_000L);
    assertThat(time("\"9999-12-31T23:59:59.999Z\"")).isEqualTo(Event.MAX_TIME);
  }

  @Test
  void refusesWhatIsNoTimeOrNoneThatARecordCanHave() {
    for (String wrong :
        new String[] {
          "\"yesterday\"",
          "\"2001-01-01\"",
          "\"2001-02-30T00:00:00Z\"",
          "\"1969-12-31T23:59:59Z\"",
          "-1",
          "253402300800000",
          "1e30",
          "true",
          "null",
          "[]"
        }) {
      assertThatExceptionOfType(EvaluationException.class).as(wrong).isThrownBy(() -> time(wrong));
    }
  }

  private static @Nullable String key(String payload) {
    byte[] key = compile(ResultType.KEY).key(event(payload));
    return key == null ? null : new String(key, UTF_8);
  }

  private static long time(String payload) {
    return compile(ResultType.TIME).time(event(payload));
  }

  private static Expression compile(ResultType needed) {
    try {
      return Expression.compile("data", needed);
    } catch (InvalidExpressionException e) {
      throw new AssertionError(e);
    }
  }

  private static Event event(String payload) {
    return new Event("1", "/s", "t", 0, null, payload.getBytes(UTF_8));
  }
}
