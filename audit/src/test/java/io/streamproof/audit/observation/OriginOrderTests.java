package io.streamproof.audit.observation;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamproof.audit.catalogue.AuditedStage;
import io.streamproof.audit.observation.ReadPosition.OriginMark;
import io.streamproof.audit.support.Examples;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OriginOrderTests {
  private final AuditedStage large = Examples.shop().stages().get(0);
  private long sourceEnd = 1_000;
  private int asked;
  private final OriginOrder order =
      new OriginOrder(
          Map.of(),
          source -> {
            asked++;
            return sourceEnd;
          });

  @Test
  void findsNothingWhereOriginsIncrease() {
    assertThat(late(1, 2, 5, 900)).isEmpty();
  }

  @Test
  void findsTheOneOfASwappedPairThatStandsBehindTheOther() {
    assertThat(late(1, 3, 2, 4)).containsExactly(2L);
  }

  @Test
  void findsEveryOneBehindTheGreatestSoFar() {
    assertThat(late(9, 1, 2, 10)).containsExactly(1L, 2L);
  }

  @Test
  void doesNotCallLateWhatFollowsAnOriginThatPointsNowhere() {
    assertThat(late(1, 2, 5_000_000, 3, 4)).isEmpty();
    assertThat(late(6, 5)).containsExactly(5L);
  }

  @Test
  void keepsApartWhatComesFromDifferentSourcePartitions() {
    assertThat(order.advance(large, 0, mark(7))).isEmpty();
    assertThat(order.advance(large, 1, mark(3))).isEmpty();
    assertThat(order.advance(large, 0, mark(6))).contains(mark(7));
  }

  @Test
  void asksForAnEndOnceHoweverManyRecordsAreRepeated() {
    late(1, 2, 500);
    assertThat(late(1, 2, 499)).hasSize(3);
    assertThat(asked).isOne();
  }

  @Test
  void asksAgainForWhatIsBehindTheEndThatItKnows() {
    late(500, 400);
    sourceEnd = 2_000;
    assertThat(late(1_500, 600)).containsExactly(600L);
    assertThat(asked).isEqualTo(2);
  }

  @Test
  void takesAnOriginForTrueWhileNobodyAnswers() {
    sourceEnd = OriginOrder.UNKNOWN_END;
    assertThat(late(5_000, 501, 502)).containsExactly(501L, 502L);
    assertThat(asked).isOne();
  }

  private List<Long> late(long... offsets) {
    return Arrays.stream(offsets)
        .boxed()
        .flatMap(o -> order.advance(large, 0, mark(o)).isPresent() ? Stream.of(o) : Stream.of())
        .toList();
  }

  private static OriginMark mark(long offset) {
    return new OriginMark(offset, 0, offset);
  }
}
