package io.streamproof.ingest.claim;

import io.streamproof.pipeline.tally.Block;
import io.streamproof.pipeline.tally.Claim;
import io.streamproof.pipeline.tally.Tally;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What was acknowledged in one partition and is not claimed yet. Each acknowledgement is given out
 * in exactly one claim.
 */
final class PartitionClaims {
  private final int partition;
  private final Map<Long, Increment> open = new LinkedHashMap<>();
  private final List<Claim> closed = new ArrayList<>();

  PartitionClaims(int partition) {
    this.partition = partition;
  }

  synchronized void add(long offset, Tally tally) {
    long block = Block.number(offset);
    Increment increment = open.computeIfAbsent(block, number -> new Increment());
    if (increment.covers(offset)) {
      // The brokers gave the same offset twice: a topic made anew, or lost writes. The audit must
      // see both, so neither may vanish in the other's bit.
      closed.add(increment.claim(partition, block));
      increment = new Increment();
      open.put(block, increment);
    }
    increment.add(offset, tally);
  }

  /** Gives out all that was added since the last call. */
  synchronized List<Claim> take() {
    List<Claim> claims = new ArrayList<>(closed);
    open.forEach((block, increment) -> claims.add(increment.claim(partition, block)));
    closed.clear();
    open.clear();
    return claims;
  }
}
