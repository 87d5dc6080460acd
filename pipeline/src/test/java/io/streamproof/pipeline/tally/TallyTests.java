package io.streamproof.pipeline.tally;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamproof.pipeline.RandomTries;
import io.streamproof.pipeline.RandomValues;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The laws of tallies, on which every observer may add in its own order. */
class TallyTests {

  @Test
  void aSumDependsOnNeitherOrderNorGrouping() {
    RandomTries.run(
        1_000,
        values -> {
          List<Tally> tallies = values.list(0, 20, () -> tally(values));
          List<Tally> mixed = values.shuffled(tallies);
          int cut = values.integer(0, mixed.size());

          assertThat(sum(mixed.subList(0, cut)).plus(sum(mixed.subList(cut, mixed.size()))))
              .isEqualTo(sum(tallies));
        });
  }

  @Test
  void aDuplicateNeverCancels() {
    RandomTries.run(
        1_000,
        values -> {
          List<Tally> tallies = values.list(1, 20, () -> tally(values));
          Tally duplicate = values.oneOf(tallies);
          Tally once = sum(tallies).plus(duplicate);

          assertThat(once).isNotEqualTo(sum(tallies));
          assertThat(once.plus(duplicate)).isNotEqualTo(sum(tallies));
        });
  }

  @Test
  void aDuplicateShowsInEachLaneByItself() {
    RandomTries.run(
        1_000,
        values -> {
          Tally sum = tally(values);
          Tally one = tally(values);
          Tally twice = sum.plus(one).plus(one);

          assertThat(twice.high() - sum.high()).isEqualTo(2 * one.high());
          assertThat(twice.low() - sum.low()).isEqualTo(2 * one.low());
        });
  }

  @Test
  void aLossThatADuplicateMakesUpInNumberStillShows() {
    RandomTries.run(
        1_000,
        values -> {
          Tally lost = tally(values);
          Tally duplicated = values.integer(0, 9) == 0 ? lost : tally(values);
          boolean alike = lost.equals(duplicated);

          assertThat(duplicated.plus(duplicated).equals(duplicated.plus(lost))).isEqualTo(alike);
        });
  }

  @Test
  void zeroAddsNothing() {
    RandomTries.run(
        1_000,
        values -> {
          Tally tally = tally(values);
          assertThat(tally.plus(Tally.ZERO)).isEqualTo(tally);
        });
  }

  private static Tally sum(List<Tally> tallies) {
    return tallies.stream().reduce(Tally.ZERO, Tally::plus);
  }

  private static Tally tally(RandomValues values) {
    return new Tally(1, values.number(), values.number());
  }
}
