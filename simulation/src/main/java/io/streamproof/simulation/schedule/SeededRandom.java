package io.streamproof.simulation.schedule;

import java.util.List;

/** Chance that follows from a seed alone: SplitMix64. */
public final class SeededRandom {
  private static final long GAMMA = 0x9E3779B97F4A7C15L;

  private final long seed;
  private long state;

  public SeededRandom(long seed) {
    this.seed = seed;
    this.state = mix(seed);
  }

  /** Another source, which depends on the seed of this one and on a name, but not on its use. */
  public SeededRandom fork(String name) {
    long hash = seed;
    for (int i = 0; i < name.length(); i++) {
      hash = mix(hash ^ name.charAt(i));
    }
    return new SeededRandom(hash);
  }

  public long nextLong() {
    state += GAMMA;
    return mix(state);
  }

  private static long mix(long value) {
    long mixed = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return mixed ^ (mixed >>> 31);
  }

  /** A number from 0 to {@code bound - 1}. */
  public int below(int bound) {
    return (int) Long.remainderUnsigned(nextLong(), bound);
  }

  /** A number from {@code least} to {@code most}. */
  public int between(int least, int most) {
    return least + below(most - least + 1);
  }

  /** True once in so many times; never if that is 0. */
  public boolean oneIn(int times) {
    return times > 0 && below(times) == 0;
  }

  public <T> T pick(List<T> choices) {
    return choices.get(below(choices.size()));
  }
}
