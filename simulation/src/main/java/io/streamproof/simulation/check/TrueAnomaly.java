package io.streamproof.simulation.check;

import io.streamproof.audit.finding.FindingKind;
import org.jspecify.annotations.Nullable;

/**
 * Something that is wrong.
 *
 * @param stage to blame, or {@code source}
 * @param identity by which findings about it are known
 * @param partition of the stage's source; -1: it is not known which
 * @param offset in the stage's source; -1: it is not known
 * @param key of the emission, as text; null: there is none
 * @param timeMillis from which event time on nothing is proven
 * @param since from when on it was there to be seen, in microseconds
 * @param isHidden whether something else that is wrong may keep it from being found
 */
record TrueAnomaly(
    FindingKind kind,
    String stage,
    String identity,
    int partition,
    long offset,
    @Nullable String key,
    long timeMillis,
    long since,
    boolean isHidden) {
  @Override
  public String toString() {
    return kind + " " + identity;
  }
}
