package io.streamproof.audit.baseline;

import java.time.Instant;

/**
 * Where the audit of a topic partition begins, if that is not its beginning.
 *
 * @param readFrom the first offset that is read; all before is beyond proof
 * @param judgedFrom the first offset of which the stages that read it are judged: what follows from
 *     an earlier record may be gone
 */
public record Baseline(long readFrom, long judgedFrom, Instant acceptedAt) {
  /** Whether it is the beginning after all. */
  boolean isBeginning() {
    return readFrom == 0 && judgedFrom == 0;
  }
}
