package io.streamproof.pipeline.tally;

/**
 * How many records, and the sum of their 128-bit hashes, in two lanes of 64 bits, each modulo 2^64.
 * Addition is commutative and associative, so observers may add in any order and grouping; unlike
 * XOR, a duplicate never cancels.
 */
public record Tally(long count, long high, long low) {
  public static final Tally ZERO = new Tally(0, 0, 0);

  public Tally plus(Tally other) {
    return new Tally(count + other.count, high + other.high, low + other.low);
  }
}
