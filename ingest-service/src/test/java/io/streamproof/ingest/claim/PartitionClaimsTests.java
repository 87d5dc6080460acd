package io.streamproof.ingest.claim;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamproof.pipeline.RandomTries;
import io.streamproof.pipeline.tally.Block;
import io.streamproof.pipeline.tally.Claim;
import io.streamproof.pipeline.tally.Tally;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class PartitionClaimsTests {
  /** Whatever the order of acknowledgements and however often claims are taken between them. */
  @Test
  void claimsEachOffsetOnceUnderAnyInterleaving() {
    RandomTries.run(
        1_000,
        values ->
            assertClaimedOnce(
                shuffled(values.integer(0, 2_000), values.number()),
                values.list(0, 20, () -> values.integer(0, 2_000))));
  }

  private static void assertClaimedOnce(List<Long> order, List<Integer> takeBefore) {
    PartitionClaims partition = new PartitionClaims(3);
    List<Claim> claims = new ArrayList<>();
    for (int index = 0; index < order.size(); index++) {
      if (takeBefore.contains(index)) {
        claims.addAll(partition.take());
      }
      partition.add(order.get(index), tally(order.get(index)));
    }
    claims.addAll(partition.take());

    assertThat(partition.take()).isEmpty();
    assertExactly(order, claims);
  }

  @Test
  void claimsEachOffsetOnceUnderConcurrentThreads() throws Exception {
    PartitionClaims partition = new PartitionClaims(3);
    List<Long> order = shuffled(200_000, 7);
    List<Claim> claims = new ArrayList<>();
    ExecutorService threads = Executors.newFixedThreadPool(2);
    Future<?> first =
        threads.submit(() -> order.subList(0, 100_000).forEach(o -> add(partition, o)));
    Future<?> second =
        threads.submit(() -> order.subList(100_000, 200_000).forEach(o -> add(partition, o)));
    while (!first.isDone() || !second.isDone()) {
      claims.addAll(partition.take());
    }
    first.get();
    second.get();
    threads.shutdown();
    claims.addAll(partition.take());
    assertExactly(order, claims);
  }

  @Test
  void hidesNoOffsetThatWasGivenTwice() {
    PartitionClaims partition = new PartitionClaims(0);
    add(partition, 5);
    add(partition, 5);
    List<Claim> claims = partition.take();
    assertThat(claims).hasSize(2).allMatch(claim -> claim.covers(5));
    assertThat(partition.take()).isEmpty();
  }

  private static void assertExactly(List<Long> offsets, List<Claim> claims) {
    List<Long> claimed = new ArrayList<>();
    for (Claim claim : claims) {
      assertThat(claim.partition()).isEqualTo(3);
      Tally expected = Tally.ZERO;
      for (long at = claim.block() * Block.SIZE; at < (claim.block() + 1) * Block.SIZE; at++) {
        if (claim.covers(at)) {
          claimed.add(at);
          expected = expected.plus(tally(at));
        }
      }
      assertThat(claim.tally()).isEqualTo(expected);
    }
    Collections.sort(claimed);
    List<Long> sorted = new ArrayList<>(offsets);
    Collections.sort(sorted);
    assertThat(claimed).isEqualTo(sorted);
  }

  private static void add(PartitionClaims partition, long offset) {
    partition.add(offset, tally(offset));
  }

  private static Tally tally(long offset) {
    Random random = new Random(offset);
    return new Tally(1, random.nextLong(), random.nextLong());
  }

  private static List<Long> shuffled(int offsets, long seed) {
    List<Long> order = new ArrayList<>();
    for (long offset = 0; offset < offsets; offset++) {
      order.add(offset);
    }
    Collections.shuffle(order, new Random(seed));
    return order;
  }
}
