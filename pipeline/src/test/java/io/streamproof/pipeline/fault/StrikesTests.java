package io.streamproof.pipeline.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.streamproof.pipeline.RandomTries;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Whom a fault strikes follows from its plan and a position, and from nothing else. */
class StrikesTests {
  private static final int MANY = 200_000;

  @Test
  void addressesChanceAsOtherXxh3Do() {
    // By Python: (xxhash.xxh3_64_intdigest(text.encode()) >> 11) * 2.0**-53
    assertThat(Chance.of("42/drop/late/0@0")).isEqualTo(0.08856485649342638);
    assertThat(Chance.of("42/drop/late/0@257")).isEqualTo(0.1804122802949648);
    assertThat(Chance.of("7/corrupt-2/by-origin/3@123456789012")).isEqualTo(0.2455092720166635);
    assertThat(Chance.of("-1/forge/größe/1@2")).isEqualTo(0.4624210347003188);
    assertThat(Chance.of("42/forget/https://example.org/a#1")).isEqualTo(0.06764143548020385);
  }

  @Test
  void strikesWhereChanceIsBelowTheRate() {
    assertThat(dropping("rate: 0.08856485649342638").on(0, 0)).isNull();
    assertThat(dropping("rate: 0.08856485649342639").on(0, 0)).isNotNull();
    assertThat(dropping("rate: 0.1804").on(0, 257)).isNull();
    assertThat(dropping("rate: 0.1805").on(0, 257)).isNotNull();
  }

  @Test
  void strikesAboutAsManyAsTheRateSays() {
    for (double rate : new double[] {0.001, 0.01, 0.5}) {
      Strikes strikes = dropping("rate: " + rate);
      long struck =
          LongStream.range(0, MANY).filter(offset -> strikes.on(1, offset) != null).count();
      double deviation = Math.sqrt(MANY * rate * (1 - rate));
      assertThat((double) struck).isCloseTo(MANY * rate, within(5 * deviation));
    }
    assertThat(LongStream.range(0, 1_000).allMatch(o -> dropping("rate: 1").on(0, o) != null))
        .isTrue();
  }

  @Test
  void strikesTheLastOfEachGroupOfOffsets() {
    Strikes strikes = dropping("every: 100");

    assertThat(LongStream.range(0, 301).filter(offset -> strikes.on(2, offset) != null))
        .containsExactly(99L, 199L, 299L);
    assertThat(dropping("every: 1").on(0, 0)).isNotNull();
  }

  @Test
  void strikesTheNamedPositionsAndNoOther() {
    Strikes strikes = dropping("at: [0@257, 1@300]");

    assertThat(strikes.on(0, 257)).isNotNull();
    assertThat(strikes.on(1, 300)).isNotNull();
    assertThat(strikes.on(1, 257)).isNull();
    assertThat(strikes.on(0, 300)).isNull();
  }

  @Test
  void strikesARecordByTheFirstFaultThatSelectsIt() {
    FaultPlan plan =
        plan(
            """
            - {fault: misroute, stage: other, every: 1}
            - {fault: drop, stage: late, at: [0@1]}
            - {fault: duplicate, stage: late, every: 1}
            """);

    assertThat(plan.strikes("late").on(0, 1)).returns(FaultKind.DROP, MessageFault::kind);
    assertThat(plan.strikes("late").on(0, 2)).returns(FaultKind.DUPLICATE, MessageFault::kind);
    assertThat(plan.strikes("none").on(0, 1)).isNull();
  }

  @Test
  void drawsApartForFaultsOfTheSameKind() {
    FaultPlan plan =
        plan(
            """
            - {fault: drop, stage: late, rate: 0.1}
            - {fault: drop, stage: late, rate: 0.1}
            """);

    assertThat(
            LongStream.range(0, 1_000)
                .mapToObj(offset -> plan.strikes("late").on(0, offset))
                .filter(fault -> fault != null)
                .map(MessageFault::name))
        .contains("drop", "drop-2");
  }

  @Test
  void strikesAnEventAtIngestByItsIdentity() {
    IngestStrikes strikes = plan("- {fault: forget, rate: 0.0677}").ingestStrikes();

    assertThat(strikes.on("https://example.org/a", "1"))
        .returns(FaultKind.FORGET, MessageFault::kind);
    assertThat(strikes.on("https://example.org/a", "3")).isNull();
    assertThat(plan("- {fault: drop, stage: late, every: 1}").ingestStrikes().on("a", "1"))
        .isNull();
  }

  @Test
  void strikesTheSameWhateverTheOrder() {
    RandomTries.run(
        50,
        values -> {
          double rate = values.integer(1, 99) / 100.0;
          MessageFault fault =
              new MessageFault("drop", FaultKind.DROP, "s", new Selection.Rate(rate), null, null);
          FaultPlan plan = new FaultPlan(values.number(), List.of(fault), List.of());
          List<Long> offsets = LongStream.range(0, 200).boxed().toList();

          assertThat(struck(plan, values.shuffled(offsets)))
              .containsExactlyInAnyOrderElementsOf(struck(plan, offsets));
        });
  }

  @Test
  void givesChanceBetweenNoneAndOne() {
    RandomTries.run(
        1_000,
        values ->
            assertThat(Chance.of(values.anyText(255) + values.number(0, Long.MAX_VALUE)))
                .isGreaterThanOrEqualTo(0)
                .isLessThan(1));
  }

  private static List<Long> struck(FaultPlan plan, List<Long> offsets) {
    return offsets.stream().filter(offset -> plan.strikes("s").on(0, offset) != null).toList();
  }

  private static Strikes dropping(String selection) {
    return plan("- {fault: drop, stage: late, " + selection + "}").strikes("late");
  }

  private static FaultPlan plan(String faults) {
    return FaultPlanReader.parse("plan.yml", "seed: 42\nfaults:\n" + faults.indent(2), null);
  }
}
