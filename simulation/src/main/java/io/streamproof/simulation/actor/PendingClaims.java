package io.streamproof.simulation.actor;

import io.streamproof.pipeline.tally.Block;
import io.streamproof.pipeline.tally.Claim;
import io.streamproof.pipeline.tally.Tally;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What an ingest instance has acknowledged and not claimed yet. */
final class PendingClaims {
  private static final int WORDS = Block.SIZE / Long.SIZE;

  private final Map<Place, Sum> sums = new TreeMap<>();
  private final List<Claim> complete = new ArrayList<>();

  private record Place(int partition, long block) implements Comparable<Place> {
    @Override
    public int compareTo(Place other) {
      int byPartition = Integer.compare(partition, other.partition);
      return byPartition != 0 ? byPartition : Long.compare(block, other.block);
    }
  }

  private static final class Sum {
    private final long[] words = new long[WORDS];
    private Tally tally = Tally.ZERO;
  }

  /** An offset that is there already has been given to another record since: a log was cut. */
  void add(int partition, long offset, Tally content) {
    Place place = new Place(partition, Block.number(offset));
    int bit = (int) (offset % Block.SIZE);
    long mask = Long.MIN_VALUE >>> (bit % Long.SIZE);
    Sum sum = sums.computeIfAbsent(place, each -> new Sum());
    if ((sum.words[bit / Long.SIZE] & mask) != 0) {
      complete.add(claim(place, sum));
      sum = new Sum();
      sums.put(place, sum);
    }
    sum.words[bit / Long.SIZE] |= mask;
    sum.tally = sum.tally.plus(content);
  }

  private static Claim claim(Place place, Sum sum) {
    return Claim.of(place.partition(), place.block(), sum.words, sum.tally);
  }

  /** Takes all that is to be claimed, a claim for each block. */
  List<Claim> take() {
    List<Claim> claims = new ArrayList<>(complete);
    sums.forEach((place, sum) -> claims.add(claim(place, sum)));
    complete.clear();
    sums.clear();
    return claims;
  }
}
