package io.streamproof.audit.report;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One stage in one minute of event time; a block counts in the minute of its first record.
 *
 * @param start null: what has no time
 * @param judged the sums of what is judged
 * @param pending source records of which nothing can be said yet
 */
public record StageMinute(
    String stage, @Nullable Instant start, RecordSums judged, long pending, long findings) {

  public long consumed() {
    return judged.records() + pending;
  }
}
