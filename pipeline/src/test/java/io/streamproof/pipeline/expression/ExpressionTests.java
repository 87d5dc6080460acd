package io.streamproof.pipeline.expression;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.streamproof.pipeline.record.Event;
import io.streamproof.pipeline.record.JsonCodec;
import io.streamproof.pipeline.record.UnreadableException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What expressions give for a payload with every kind of number, null, text and nesting. */
class ExpressionTests {
  private static final String PAYLOAD =
      """
      {"text": "hello", "i": 5, "j": 7, "d": 1.5, "five": 5.0, "tenth": 0.1, "max": 9223372036854775807,
       "big": 123456789012345678901234567890, "bigger": 123456789012345678901234567891,
       "money": 12345678901234567.89, "same": 12345678901234567.890, "more": 12345678901234567.90,
       "price": 19.99, "n": null, "yes": true, "o": {"b": {"c": true}}, "empty": [], "city": "東京 🚆",
       "tags": ["x", "y"], "list": [1, 2, 3], "prices": [1.10, 12345678901234567.89, 3],
       "items": [{"q": 2, "p": 3.5}, {"q": 1, "p": 12345678901234567.89}],
       "time": "2001-01-01T00:00:00Z"}
      """;

  private static final Event EVENT =
      new Event("1", "/s", "t", 978_307_200_000L, "k".getBytes(UTF_8), PAYLOAD.getBytes(UTF_8));

  @ParameterizedTest
  @MethodSource("values")
  void gives(String expression, String json) throws InvalidExpressionException {
    assertThat(evaluate(expression)).isEqualTo(json);
  }

  static Stream<String[]> values() {
    return Stream.of(
            // What is passed on keeps every digit.
            "data.big | 123456789012345678901234567890",
            "data.money | 12345678901234567.89",
            "data.max | 9223372036854775807",
            "{'a': data.money, 'l': [data.big, data.i]}"
                + " | {'a':12345678901234567.89,'l':[123456789012345678901234567890,5]}",
            "data.items.map(i, i.p) | [3.5,12345678901234567.89]",
            "data.prices | [1.1,12345678901234567.89,3]",
            "data.yes ? data.money : data.i | 12345678901234567.89",
            "data.prices + [data.money] | [1.1,12345678901234567.89,3,12345678901234567.89]",
            "string(data.big) | '123456789012345678901234567890'",
            "string(data.money) | '12345678901234567.89'",
            "string(data.price) | '19.99'",
            "string(data.i) + data.text | '5hello'",
            "int(data.money) | 12345678901234567",
            // An integer may meet a decimal.
            "data.i * 1.5 | 7.5",
            "data.i * data.d | 7.5",
            "data.d + 1 | 2.5",
            "1 - data.d | -0.5",
            "data.i / 2 | 2",
            "data.i / 2.0 | 2.5",
            "data.five / 2 | 2.5",
            "data.i % 2 | 1",
            "-data.i | -5",
            "(data.i + 1) * 1.5 | 9.0",
            "size(data.list) * 1.5 | 4.5",
            "1 + 2.5 | 3.5",
            "data.list.map(v, v * 2.0) | [2.0,4.0,6.0]",
            "data.prices.map(p, p * 2.0) | [2.2,2.4691357802469136E16,6.0]",
            "[data.big][0] + 1.0 | 1.2345678901234568E29",
            "data.big + 1 | 1.2345678901234568E29",
            "data.tenth + 0.2 | 0.30000000000000004",
            // Comparisons are exact.
            "data.big > 5 | true",
            "5 < data.big | true",
            "data.big < data.bigger | true",
            "data.big == data.bigger | false",
            "data.money == data.same | true",
            "data.money == data.more | false",
            "data.money != data.more | true",
            "data.money < data.more | true",
            "data.money == 12345678901234567.89 | true",
            "[data.money] == [data.same] | true",
            "{'a': data.money} == {'a': data.more} | false",
            "data.i == data.five | true",
            "data.i == 5.0 | true",
            "data.i >= 5 && data.i <= 5.0 | true",
            "data.max < data.big | true",
            "data.max > 9223372036854775806 | true",
            "data.max == 9223372036854775807.0 | false",
            "data.price < 20 | true",
            "data.money in data.prices | true",
            "data.more in data.prices | false",
            "5.0 in [data.i] | true",
            "data.text == 5 | false",
            "data.n == null | true",
            "data.text < 'world' | true",
            "dyn(data.big) > 5 | true",
            // Null, missing, and what guards against them.
            "data.n | null",
            "has(data.n) | true",
            "has(data.missing) | false",
            "has(data.missing) ? data.missing : 0 | 0",
            "data.missing > 1 || true | true",
            "data.n > 1 || true | true",
            "has(data.o.b.c) && data.o.b.c | true",
            // Text, lists, objects.
            "data.text + '-' + data.text | 'hello-hello'",
            "data.text.size() | 5",
            "size(data.city) | 4",
            "data.city + 'é' | '東京 🚆é'",
            "data.text.startsWith('he') | true",
            "data.text.matches('h.*o') | true",
            "'x' in data.tags | true",
            "'text' in data | true",
            "data.tags.exists(t, t == 'x') | true",
            "data.tags.exists_one(t, t == 'x') | true",
            "data.empty.all(v, v > 1) | true",
            "data.list.filter(v, v > 1) | [2,3]",
            "data.list[1] | 2",
            "data['i'] | 5",
            "data.o.b | {'c':true}",
            "data.items[1].p > 1.0 | true",
            "data.items.map(i, i.q * i.p) | [7.0,1.2345678901234568E16]",
            "{data.text: data.i} | {'hello':5}",
            // Event, key and time.
            "event.id + event.source + event.type | '1/st'",
            "event.time | '2001-01-01T00:00:00Z'",
            "event.time == timestamp(data.time) | true",
            "timestamp(data.time) + duration('90s') | '2001-01-01T00:01:30Z'",
            "event.time.getFullYear() | 2001",
            "key | 'k'",
            "key == null | false")
        .map(line -> line.split(" \\| ", 2))
        .map(parts -> new String[] {parts[0], parts[1].replace('\'', '"')});
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "data.missing | key 'missing' is not present in map.",
        "data.missing.deeper | key 'missing' is not present in map.",
        "data.n + 1 | \"+\" does not take null and an integer",
        "data.n > 1 | \">\" does not take null and an integer",
        "data.text + data.i | \"+\" does not take a String and an integer",
        "data.text > data.o | \">\" does not take a String and an object",
        "data.i in data.i | \"in\" does not take an integer and an integer",
        "data.max + 1 | long overflow",
        "data.i / (data.i - 5) | divide by zero",
        "data.list[5] | Index out of bounds: 5",
        "data.list[data.big] | _[_] fails here",
        "!data.i | !_ does not take operands of these types"
      })
  void failsInPlainWords(String expectation) throws InvalidExpressionException {
    String[] parts = expectation.split(" \\| ", 2);
    Expression expression = Expression.compile(parts[0], ResultType.ANY);

    assertThatExceptionOfType(EvaluationException.class)
        .isThrownBy(() -> expression.evaluate(EVENT))
        .withMessage(parts[0] + ": " + parts[1]);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "data.",
        "dat",
        "event",
        "event.name",
        "1 + 'a'",
        "data.i < [1]",
        "@nearest(data.i)",
        "now()",
        "data.map(x)",
        "size()"
      })
  void doesNotCompile(String text) {
    assertThatExceptionOfType(InvalidExpressionException.class)
        .isThrownBy(() -> Expression.compile(text, ResultType.ANY))
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"))
        .satisfies(e -> assertThat(e.mend()).isNotBlank());
  }

  @Test
  void tellsAPayloadThatIsNoJsonApart() throws InvalidExpressionException {
    Event broken = new Event("1", "/s", "t", 0, null, "{".getBytes(UTF_8));
    Expression expression = Expression.compile("data.x > 1", ResultType.BOOLEAN);

    assertThatExceptionOfType(UnreadableException.class)
        .isThrownBy(() -> expression.isTrue(broken));
  }

  @Test
  void looksAtALargePayloadOnlyWhereItIsTold() throws InvalidExpressionException {
    String list = "{\"a\": [" + "1,".repeat(400_000) + "1], \"b\": 2}";
    Event large = new Event("1", "/s", "t", 0, null, list.getBytes(UTF_8));
    Expression expression =
        Expression.compile("data.a.filter(x, x == data.b || data.a[0] != x)", ResultType.LIST);

    assertThat(expression.list(large)).isEmpty();
  }

  @Test
  void boundsTheWorkOfAnEvent() throws InvalidExpressionException {
    String list = "[" + "1,".repeat(2_000) + "1]";
    Event event = new Event("1", "/s", "t", 0, null, list.getBytes(UTF_8));
    Expression expression =
        Expression.compile("data.all(x, data.all(y, data.all(z, x == z)))", ResultType.BOOLEAN);

    assertThatExceptionOfType(EvaluationException.class).isThrownBy(() -> expression.isTrue(event));
  }

  private static String evaluate(String text) throws InvalidExpressionException {
    Object value = Expression.compile(text, ResultType.ANY).evaluate(EVENT);
    return new String(JsonCodec.write(value), UTF_8);
  }
}
