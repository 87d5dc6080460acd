package io.streamproof.verification.scenario;

import java.util.Comparator;
import java.util.Set;

/**
 * What the audit has to find, or has found: one line of the canonical listing. Nothing of it
 * depends on when or in which order something happened.
 *
 * @param identity the origin of the emission; of an event, {@code source:<partition>@<offset>#0}
 */
record Anomaly(String kind, String stage, String identity) implements Comparable<Anomaly> {
  private static final Comparator<Anomaly> ORDER =
      Comparator.comparing(Anomaly::stage)
          .thenComparing(Anomaly::identity)
          .thenComparing(Anomaly::kind);

  /**
   * Kinds that say that something was slow, which differs from run to run and machine to machine.
   */
  static final Set<String> OF_TIME = Set.of("LATE", "STALLED");

  /** An anomaly of an emission. */
  static Anomaly of(String kind, String stage, int partition, long offset, int index) {
    return new Anomaly(kind, stage, "%s:%s@%s#%s".formatted(stage, partition, offset, index));
  }

  /** Whether it says that something was slow, not that it was wrong: no plan tells when it is. */
  boolean isOfTime() {
    return OF_TIME.contains(kind);
  }

  /** A line without its end. */
  String line() {
    return kind + " " + stage + " " + identity;
  }

  @Override
  public int compareTo(Anomaly other) {
    return ORDER.compare(this, other);
  }
}
