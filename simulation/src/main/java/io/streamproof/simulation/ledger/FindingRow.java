package io.streamproof.simulation.ledger;

import io.streamproof.audit.finding.EmissionKey;
import io.streamproof.audit.finding.Finding;
import io.streamproof.audit.finding.FindingKind;
import java.util.Comparator;
import java.util.Objects;

/** A finding, and how it has grown since it was found. */
record FindingRow(
    long id, Finding finding, FindingKind kind, long affected, boolean isOngoing, long lastOffset) {
  /** By the last wrong emission that counts to it. */
  static final Comparator<FindingRow> LATEST_FIRST =
      Comparator.comparingLong(FindingRow::lastOffset).thenComparingLong(FindingRow::id).reversed();

  static FindingRow of(long id, Finding finding) {
    Long last = finding.extent().lastOffset();
    return new FindingRow(
        id,
        finding,
        finding.kind(),
        finding.extent().affected(),
        finding.extent().ongoing(),
        last == null ? -1 : last);
  }

  /** Whether further wrong emissions of its key may belong to it. */
  boolean mayGrow(String stage, int partition) {
    EmissionKey cause = finding.target().cause();
    return isOngoing
        && lastOffset >= 0
        && (kind == FindingKind.CORRUPTED || kind == FindingKind.DIVERGED)
        && finding.subject().stage().equals(stage)
        && finding.target().key() != null
        && cause != null
        && cause.partition() == partition;
  }

  /** The source offset of the emission that it is about. */
  long firstOffset() {
    return Objects.requireNonNull(finding.target().cause()).offset();
  }

  /** Whether the same finding may be of a kind by now. */
  boolean mayBecome(FindingKind later) {
    return later == kind || later == FindingKind.DIVERGED;
  }

  /** The same, found again in a block that holds more like it. */
  FindingRow grown(Finding again) {
    FindingRow found = of(id, again);
    return new FindingRow(
        id, finding, found.kind(), found.affected(), isOngoing, found.lastOffset());
  }

  FindingRow worsened(long count, long last) {
    return new FindingRow(id, finding, FindingKind.DIVERGED, affected + count, isOngoing, last);
  }

  FindingRow over() {
    return new FindingRow(id, finding, kind, affected, false, lastOffset);
  }
}
