package io.streamproof.audit.investigation;

import io.streamproof.audit.catalogue.AuditedStage;
import java.util.Optional;

/**
 * Which keys of a stateful stage have had a wrong emission with no right one known since. A second
 * wrong emission in a row shows that the state went wrong.
 */
public interface KeyHistory {
  /** The wrong emission that is still open for a key. */
  Optional<OpenCase> open(AuditedStage stage, int partition, byte[] key);

  /**
   * A finding that may still grow.
   *
   * @param lastOffset the last source offset whose emission for the key was wrong
   */
  record OpenCase(long findingId, long lastOffset) {}
}
