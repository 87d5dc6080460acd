package io.streamproof.verification.bench;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * How long the questions of one kind took.
 *
 * @param right of how many answers every step is right
 */
public record Latencies(String question, List<Duration> sorted, int right) {
  public Latencies {
    sorted = sorted.stream().sorted().toList();
  }

  /** Whether each was answered as it should be. */
  public boolean isRight() {
    return right == sorted.size();
  }

  /** The time within which a share of them was answered. */
  public Duration within(double share) {
    int rank = (int) Math.ceil(share * sorted.size());
    return sorted.get(Math.max(0, rank - 1));
  }

  /** A row of a table. */
  public String row() {
    return String.format(
        Locale.ROOT,
        "%-44s %6d %6d %8.1f %8.1f %8.1f",
        question,
        sorted.size(),
        right,
        millis(within(0.5)),
        millis(within(0.95)),
        millis(within(1)));
  }

  /** The head of the table. */
  public static String head() {
    return String.format(
        Locale.ROOT,
        "%-44s %6s %6s %8s %8s %8s",
        "milliseconds",
        "asked",
        "right",
        "p50",
        "p95",
        "max");
  }

  private static double millis(Duration duration) {
    return duration.toNanos() / 1e6;
  }
}
