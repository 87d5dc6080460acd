package io.streamproof.pipeline;

import java.util.SplittableRandom;

/**
 * Runs a law on random values, each try from a seed of its own. A failure names the seed of its
 * try, and {@code -Dstreamproof.seed=…} repeats that try alone.
 */
public final class RandomTries {
  private static final String SEED = "streamproof.seed";

  /** What holds for any values. */
  @FunctionalInterface
  public interface RandomLaw {
    void check(RandomValues values) throws Exception;
  }

  private RandomTries() {}

  /** Runs so many tries; with seeds of this run, unless one is given. */
  public static void run(int tries, RandomLaw law) {
    Long given = Long.getLong(SEED);
    if (given != null) {
      attempt(given, "the try", law);
      return;
    }
    SplittableRandom seeds = new SplittableRandom();
    for (int number = 1; number <= tries; number++) {
      attempt(seeds.nextLong(), "try " + number + " of " + tries, law);
    }
  }

  private static void attempt(long seed, String name, RandomLaw law) {
    try {
      law.check(new RandomValues(seed));
    } catch (Exception | AssertionError e) {
      throw new AssertionError(
          name + " fails; -D" + SEED + "=" + seed + " repeats it alone: " + e, e);
    }
  }
}
