package io.streamproof.audit.observation;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamproof.audit.reconciliation.Judgement.HopKey;
import io.streamproof.pipeline.RandomValues;
import io.streamproof.pipeline.tally.Tally;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;

/** What a batch adds to a block, cut into segments. */
class BlockDeltaTests {
  private static final HopKey HOP = new HopKey((short) 4, 2);
  private static final BlockKey BLOCK = new BlockKey((short) 4, 2, 3);
  private static final long FIRST = 3 * 256;

  private final ObservedBatch batch = new ObservedBatch();
  private final BlockCuts cuts = new BlockCuts();

  @Test
  void isOneSegmentWhereTheBlockIsNotCut() {
    batch.block(BLOCK).expect(FIRST, 10, List.of());
    assertThat(batch.segments(cuts).keySet())
        .containsExactly(new SegmentKey((short) 4, 2, FIRST, FIRST + 256));
  }

  @Test
  void isCutWhereItsOwnHopIs() {
    cuts.add(HOP, FIRST + 10);
    cuts.add(HOP, FIRST + 200);
    cuts.add(HOP, FIRST);
    cuts.add(HOP, FIRST + 256);
    cuts.add(new HopKey((short) 5, 2), FIRST + 20);
    cuts.add(new HopKey((short) 4, 1), FIRST + 30);
    assertThat(cuts.segments(BLOCK))
        .containsExactly(
            new SegmentKey((short) 4, 2, FIRST, FIRST + 10),
            new SegmentKey((short) 4, 2, FIRST + 10, FIRST + 200),
            new SegmentKey((short) 4, 2, FIRST + 200, FIRST + 256));
  }

  @Test
  void givesEachSegmentWhatItHolds() {
    BlockDelta block = batch.block(BLOCK);
    block.expect(FIRST + 9, 500, List.of());
    block.expect(FIRST + 10, 300, List.of());
    block.expect(FIRST + 12, 400, List.of());
    block.observe(FIRST + 9, new Tally(1, 5, 6), 0, 70, true);
    block.observe(FIRST + 9, new Tally(1, 5, 6), 2, 80, false);
    block.observe(FIRST + 11, new Tally(1, 7, 8), 2, 90, false);
    block.candidate(FIRST + 11);
    block.cannotCompare(FIRST + 255);
    cuts.add(HOP, FIRST + 10);
    cuts.add(HOP, FIRST + 100);
    cuts.add(HOP, FIRST + 200);

    SortedMap<SegmentKey, SegmentDelta> segments = batch.segments(cuts);
    assertThat(segments.keySet())
        .as("there is nothing from 100 to 200")
        .extracting(SegmentKey::from)
        .containsExactly(FIRST, FIRST + 10, FIRST + 200);
    List<SegmentDelta> deltas = List.copyOf(segments.values());
    assertThat(deltas.get(0))
        .usingRecursiveComparison()
        .ignoringFields("ranges")
        .isEqualTo(
            new SegmentDelta(
                1,
                0,
                0,
                Tally.ZERO,
                FIRST + 9,
                new Tally(2, 10, 12),
                FIRST + 9,
                1,
                0,
                Map.of(),
                500,
                500));
    assertThat(deltas.get(1))
        .usingRecursiveComparison()
        .ignoringFields("ranges")
        .isEqualTo(
            new SegmentDelta(
                2,
                0,
                0,
                Tally.ZERO,
                FIRST + 12,
                new Tally(1, 7, 8),
                FIRST + 11,
                0,
                1,
                Map.of(),
                300,
                400));
    assertThat(deltas.get(2).mismatches()).isEqualTo(1);
    assertThat(deltas.get(2).ranges()).isEmpty();
    assertThat(deltas.get(1).ranges().get(2)).containsExactly(80, 90);
  }

  @Test
  void addsUpToTheSameHoweverItIsCut() {
    RandomValues values = new RandomValues(7);
    BlockDelta block = batch.block(BLOCK);
    Tally all = Tally.ZERO;
    for (int i = 0; i < 500; i++) {
      Tally tally = new Tally(1, values.number(), values.number());
      block.observe(FIRST + values.integer(0, 255), tally, 0, i, false);
      all = all.plus(tally);
    }
    for (int i = 0; i < 9; i++) {
      cuts.add(HOP, FIRST + values.integer(0, 255));
    }
    assertThat(
            batch.segments(cuts).values().stream()
                .map(SegmentDelta::observed)
                .reduce(Tally.ZERO, Tally::plus))
        .isEqualTo(all);
  }
}
