package io.streamproof.pipeline.expression;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamproof.pipeline.record.Event;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** Few words that stand for very much: each ends soon, and in a dead letter. */
@Timeout(value = 30, unit = TimeUnit.SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
class HostileExpressionTests {
  private static final String HUNDRED = "[" + "0,".repeat(99) + "0]";

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

  @Test
  void startsAnewWithEachEvent() throws Exception {
    Expression expression =
        Expression.compile("['abcdefgh']" + ".map(x, x + x)".repeat(19), ResultType.LIST);
    expression.evaluate(event());
    expression.evaluate(event());
    expression.evaluate(event());
  }

  @Test
  void refusesARegularExpressionThatGrows() {
    assertThatThrownBy(
            () ->
                Expression.compile(
                        "data.matches('((((a{99}){99}){99}){99}){99}')", ResultType.BOOLEAN)
                    .isTrue(event()))
        .isInstanceOfAny(InvalidExpressionException.class, EvaluationException.class);
  }

  @Test
  void refusesAnExpressionThatIsNestedTooDeeply() {
    assertThatThrownBy(
            () -> Expression.compile("(".repeat(5_000) + "1" + ")".repeat(5_000), ResultType.ANY))
        .isInstanceOf(InvalidExpressionException.class);
  }

  private static Event event() {
    return new Event("1", "/s", "t", 0, null, "1".getBytes(UTF_8));
  }

  private static void assertExceeds(String text, String why) throws Exception {
    Expression expression = Expression.compile(text, ResultType.ANY);
    assertThatThrownBy(() -> expression.evaluate(event()))
        .isInstanceOf(EvaluationException.class)
        .hasMessageContaining(why);
  }
}
