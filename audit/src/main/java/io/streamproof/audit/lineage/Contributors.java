package io.streamproof.audit.lineage;

import io.streamproof.pipeline.record.SourceRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Further records of the same source partition from which an emission follows.
 *
 * @param role what they are to it
 * @param count how many there are, the trigger included if it is one of them
 * @param complete whether these are all; else there are at least so many
 * @param records a page of them, in order
 * @param next the offset behind which the next page begins; null: there is none
 */
public record Contributors(
    Role role, long count, boolean complete, List<SourceRecord> records, @Nullable Long next) {
  public Contributors {
    records = List.copyOf(records);
  }

  /** What further records are to an emission. */
  public enum Role {
    AGGREGATED,
    JOINED,
    FIRST
  }

  /**
   * Which of them to give.
   *
   * @param after the offset behind which the page begins
   */
  public record PageRequest(long after, int most) {}
}
