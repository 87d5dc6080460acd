package io.streamproof.verification.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamproof.verification.scenario.KeyedResults.Difference;
import io.streamproof.verification.scenario.KeyedResults.Result;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class KeyedResultsTests {
  /** Results of one key; the second is made a second after the first, and so on. */
  private static KeyedResults of(String... values) {
    return new KeyedResults(
        Map.of(
            "t/k",
            IntStream.range(0, values.length)
                .mapToObj(i -> new Result(values[i], Instant.ofEpochSecond(i)))
                .toList()));
  }

  private static List<Difference> differences(
      KeyedResults own, KeyedResults others, Equality equality) {
    return own.differences(others, equality);
  }

  private static @Nullable Instant first(KeyedResults own, KeyedResults others, Equality equality) {
    return differences(own, others, equality).get(0).emittedAt();
  }

  @Test
  void comparesTheLastAllInTheirOrderOrAllInAnyOrder() {
    KeyedResults own = of("a", "b", "c");

    assertThat(differences(own, of("x", "c"), Equality.LAST)).isEmpty();
    assertThat(differences(own, of("c", "b"), Equality.LAST)).hasSize(1);
    assertThat(differences(own, of("a", "b", "c"), Equality.SEQUENCE)).isEmpty();
    assertThat(differences(own, of("b", "a", "c"), Equality.SEQUENCE)).hasSize(1);
    assertThat(differences(own, of("b", "a", "c"), Equality.SET)).isEmpty();
    assertThat(differences(own, of("b", "a", "c", "c"), Equality.SET)).hasSize(1);
  }

  @Test
  void comparesKeysThatOnlyOneOfThemHas() {
    KeyedResults none = new KeyedResults(Map.of());

    assertThat(differences(none, of("a"), Equality.SET))
        .containsExactly(
            new Difference(
                "t/k: 0 values, where an undisturbed run has 1; the last: [], and [a]", null));
    assertThat(differences(of("a"), none, Equality.LAST)).hasSize(1);
  }

  @Test
  void saysWhenTheLastWasEmittedWhereOnlyThatCounts() {
    assertThat(first(of("a", "b", "c"), of("x", "b", "d"), Equality.LAST))
        .isEqualTo(Instant.ofEpochSecond(2));
  }

  @Test
  void saysWhenTheFirstWasEmittedThatIsNotInItsPlace() {
    assertThat(first(of("a", "b", "c"), of("a", "c", "b"), Equality.SEQUENCE))
        .isEqualTo(Instant.ofEpochSecond(1));
    assertThat(first(of("a", "b"), of("a"), Equality.SEQUENCE)).isEqualTo(Instant.ofEpochSecond(1));
    assertThat(first(of("a"), of("a", "b"), Equality.SEQUENCE)).isEqualTo(Instant.EPOCH);
  }

  @Test
  void saysWhenTheFirstWasEmittedThatTheOtherHasLessOften() {
    assertThat(first(of("b", "a", "a", "c"), of("a", "c", "b", "d"), Equality.SET))
        .isEqualTo(Instant.ofEpochSecond(2));
    assertThat(first(of("b", "a"), of("a", "b", "c"), Equality.SET))
        .isEqualTo(Instant.ofEpochSecond(1));
  }
}
