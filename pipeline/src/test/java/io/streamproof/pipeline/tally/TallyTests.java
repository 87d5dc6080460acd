package io.streamproof.pipeline.tally;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.NotEmpty;

/** The laws of tallies, on which every observer may add in its own order. */
class TallyTests {

  @Property
  void aSumDependsOnNeitherOrderNorGrouping(
      @ForAll("tallies") List<Tally> tallies, @ForAll Random random) {
    List<Tally> mixed = new ArrayList<>(tallies);
    Collections.shuffle(mixed, random);
    int cut = random.nextInt(mixed.size() + 1);

    assertThat(sum(mixed.subList(0, cut)).plus(sum(mixed.subList(cut, mixed.size()))))
        .isEqualTo(sum(tallies));
  }

  @Property
  void aDuplicateNeverCancels(
      @ForAll("tallies") @NotEmpty List<Tally> tallies, @ForAll Random random) {
    Tally duplicate = tallies.get(random.nextInt(tallies.size()));
    Tally once = sum(tallies).plus(duplicate);

    assertThat(once).isNotEqualTo(sum(tallies));
    assertThat(once.plus(duplicate)).isNotEqualTo(sum(tallies));
  }

  @Property
  void aDuplicateShowsInEachLaneByItself(@ForAll("tally") Tally sum, @ForAll("tally") Tally one) {
    Tally twice = sum.plus(one).plus(one);

    assertThat(twice.high() - sum.high()).isEqualTo(2 * one.high());
    assertThat(twice.low() - sum.low()).isEqualTo(2 * one.low());
  }

  @Property
  void aLossThatADuplicateMakesUpInNumberStillShows(
      @ForAll("tally") Tally lost, @ForAll("tally") Tally duplicated) {
    boolean alike = lost.equals(duplicated);

    assertThat(duplicated.plus(duplicated).equals(duplicated.plus(lost))).isEqualTo(alike);
  }

  @Property
  void zeroAddsNothing(@ForAll("tally") Tally tally) {
    assertThat(tally.plus(Tally.ZERO)).isEqualTo(tally);
  }

  private static Tally sum(List<Tally> tallies) {
    return tallies.stream().reduce(Tally.ZERO, Tally::plus);
  }

  @Provide
  Arbitrary<Tally> tally() {
    return Combinators.combine(Arbitraries.longs(), Arbitraries.longs())
        .as((high, low) -> new Tally(1, high, low));
  }

  @Provide
  Arbitrary<List<Tally>> tallies() {
    return tally().list().ofMaxSize(20);
  }
}
