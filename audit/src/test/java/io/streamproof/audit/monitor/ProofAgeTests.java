package io.streamproof.audit.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamproof.pipeline.RandomTries;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class ProofAgeTests {
  private static final TopicPartition A = new TopicPartition("a", 0);
  private static final TopicPartition B = new TopicPartition("b", 0);

  private final ProofAge age = new ProofAge();

  @Test
  void isOfTheOldestThatIsNotProven() {
    assertThat(age.see(1, Map.of(A, 0L, B, 0L), Map.of())).isEmpty();
    assertThat(age.see(2, Map.of(A, 10L, B, 0L), Map.of())).hasValue(2);
    assertThat(age.see(3, Map.of(A, 20L, B, 5L), Map.of(A, 9L))).hasValue(2);
    assertThat(age.see(4, Map.of(A, 30L, B, 5L), Map.of(A, 10L))).hasValue(3);
    assertThat(age.see(5, Map.of(A, 30L, B, 5L), Map.of(A, 30L, B, 4L))).hasValue(3);
    assertThat(age.see(6, Map.of(A, 30L, B, 5L), Map.of(A, 30L, B, 5L))).isEmpty();
  }

  /** Input of one a look and a proof that follows in jerks, against the definition. */
  @Test
  void isSinceTheOldestLookThatIsNotProven() {
    RandomTries.run(
        1_000, values -> assertDefinition(values.list(0, 100, () -> values.number(0, 5))));
  }

  private static void assertDefinition(List<Long> steps) {
    ProofAge age = new ProofAge();
    List<Long> ends = new ArrayList<>();
    long proven = 0;
    for (long step : steps) {
      long now = ends.size();
      ends.add(now + 1);
      proven = Math.min(now + 1, proven + step);
      long reached = proven;
      OptionalLong oldest =
          LongStream.range(0, ends.size())
              .filter(look -> ends.get((int) look) > reached)
              .findFirst();
      assertThat(age.see(now, Map.of(A, now + 1), Map.of(A, proven))).isEqualTo(oldest);
    }
  }

  @Test
  void remembersTheOldestHoweverLongItWaits() {
    for (long now = 1; now < 100_000; now++) {
      assertThat(age.see(now, Map.of(A, now), Map.of())).hasValue(1);
    }
    assertThat(age.see(100_000, Map.of(A, 100_000L), Map.of(A, 100_000L))).isEmpty();
  }
}
