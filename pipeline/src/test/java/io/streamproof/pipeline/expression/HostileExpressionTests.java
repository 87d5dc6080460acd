package io.streamproof.pipeline.expression;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamproof.pipeline.record.Event;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Few words that stand for very much: each ends soon, and in a dead letter. */
@Timeout(value = 30, unit = TimeUnit.SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
class HostileExpressionTests {
  private static final String HUNDRED = "[" + "0,".repeat(99) + "0]";

  /** Of about a mebibyte: 2,000 numbers, as many others, and two equal long texts. */
  private static final String LARGE =
      "{\"some\": %s, \"others\": %s, \"text\": \"%s\", \"same\": \"%3$s\"}"
          .formatted(numbers(0), numbers(2_000), "a".repeat(500_000));

  @Test
  void endsLoopsWithinLoops() throws Exception {
    assertExceeds(
        "%1$s.all(a, %1$s.all(b, %1$s.all(c, %1$s.all(d, a == b))))".formatted(HUNDRED),
        "Iteration budget exceeded");
  }

  @Test
  void endsTextThatDoublesOverAndOver() throws Exception {
    assertExceeds("['abcdefgh']" + ".map(x, x + x)".repeat(40), "more than is allowed");
  }

  @Test
  void endsBytesThatDoubleOverAndOver() throws Exception {
    assertExceeds("[b'abcdefgh']" + ".map(x, x + x)".repeat(40), "more than is allowed");
  }

  @Test
  void endsListsThatDoubleOverAndOver() throws Exception {
    assertExceeds("[[1, 2]]" + ".map(x, x + x)".repeat(40), "more than is allowed");
  }

  @Test
  void endsTheComparisonOfWhatHoldsItselfManyTimes() throws Exception {
    String nested = "[[data]]" + ".map(x, [x, x])".repeat(40);
    assertExceeds(nested + " == " + nested, "more than is allowed");
  }

  @Test
  void endsTheComparisonOfMapsThatHoldThemselvesManyTimes() throws Exception {
    String nested = "[data]" + ".map(x, {'a': x, 'b': x})".repeat(40);
    assertExceeds(nested + " == " + nested, "more than is allowed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "data.some.all(n, !(n in data.others))",
        "data.some.all(n, data.text == data.same)",
        "data.some.all(n, data.text <= data.same)",
        "data.some.all(n, !data.text.contains('b'))",
        "data.some.all(n, !data.text.matches('b'))",
        "data.some.all(n, data.text.size() > n)",
        "data.some.all(n, size(data.text) > n)",
        "data.some.map(n, data.text)",
        "data.some.map(n, {data.text: n})",
        "data.some.map(n, {'a': [data.text]})"
      })
  void endsWhatReadsOrGathersLongTextsOverAndOver(String text) throws Exception {
    Expression expression = Expression.compile(text, ResultType.ANY);
    assertThatThrownBy(() -> expression.evaluate(event(LARGE)))
        .isInstanceOf(EvaluationException.class)
        .hasMessageContaining("more than is allowed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "data.some.all(n, n in [1, 2, 3] || n > 0 || n == 0)",
        "data.text == data.same",
        "data.some.filter(n, n in [1, 2, 3]).size() == 3",
        "data.text.contains('b')",
        "[data, data]"
      })
  void letsThroughWhatLooksAtALargeEventAFewTimes(String text) throws Exception {
    assertThatNoException()
        .isThrownBy(() -> Expression.compile(text, ResultType.ANY).evaluate(event(LARGE)));
  }

  @Test
  void startsAnewWithEachEvent() throws Exception {
    Expression expression =
        Expression.compile("['abcdefgh']" + ".map(x, x + x)".repeat(18), ResultType.LIST);
    expression.evaluate(event());
    expression.evaluate(event());
    expression.evaluate(event());
  }

  @Test
  void refusesARegularExpressionThatGrows() throws Exception {
    String grows = "((((a{99}){99}){99}){99}){99}";
    Expression own = Expression.compile("'a'.matches('%s')".formatted(grows), ResultType.BOOLEAN);
    Expression payloads = Expression.compile("matches('a', data)", ResultType.BOOLEAN);
    for (ThrowingCallable match :
        List.<ThrowingCallable>of(
            () -> own.isTrue(event()), () -> payloads.isTrue(event('"' + grows + '"')))) {
      assertThatThrownBy(match)
          .isInstanceOf(EvaluationException.class)
          .hasMessageContaining("more than 4096 states");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "abc 3",
        "a|b 3",
        "a{10} 10",
        "a{2,10}b 11",
        "(a{10}){10} 110",
        "(ab{3}|c)*{2,} 16",
        "[]a{9}]{2} 14",
        "[[:alpha:]{9}]{2} 28",
        "\\{9}{2} 5",
        "\\p{Greek}{2} 18",
        "\\Qa{9}\\E{2} 16",
        "a{,9} 5",
        "((((a{99}){99}){99}){99}){99} 2147483647",
        "((a 3"
      })
  void sizesARegularExpression(String pattern, long states) {
    assertThat(PatternSize.states(pattern)).isEqualTo(states);
  }

  @Test
  void refusesAnExpressionThatIsNestedTooDeeply() {
    assertThatThrownBy(
            () -> Expression.compile("(".repeat(5_000) + "1" + ")".repeat(5_000), ResultType.ANY))
        .isInstanceOf(InvalidExpressionException.class);
  }

  private static String numbers(int from) {
    return IntStream.range(from, from + 2_000).boxed().toList().toString();
  }

  private static Event event() {
    return event("1");
  }

  private static Event event(String data) {
    return new Event("1", "/s", "t", 0, null, data.getBytes(UTF_8));
  }

  private static void assertExceeds(String text, String why) throws Exception {
    Expression expression = Expression.compile(text, ResultType.ANY);
    assertThatThrownBy(() -> expression.evaluate(event()))
        .isInstanceOf(EvaluationException.class)
        .hasMessageContaining(why);
  }
}
