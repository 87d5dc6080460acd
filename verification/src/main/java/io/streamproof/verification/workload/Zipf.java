package io.streamproof.verification.workload;

import java.util.Arrays;

/** The zipf distribution: the n-th of so many is drawn in proportion to {@code n^-exponent}. */
final class Zipf {
  private final double[] cumulated;

  Zipf(int number, double exponent) {
    cumulated = new double[number];
    double sum = 0;
    for (int i = 0; i < number; i++) {
      sum += Math.pow(i + 1, -exponent);
      cumulated[i] = sum;
    }
  }

  /** The number, from 0, at a fraction of the whole. */
  int draw(double fraction) {
    int found = Arrays.binarySearch(cumulated, fraction * cumulated[cumulated.length - 1]);
    return Math.min(cumulated.length - 1, found >= 0 ? found : -found - 1);
  }
}
