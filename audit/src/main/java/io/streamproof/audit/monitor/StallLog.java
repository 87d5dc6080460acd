package io.streamproof.audit.monitor;

import io.streamproof.audit.catalogue.AuditedPipeline;
import java.util.Set;

/** The stalls that the ledger has. */
public interface StallLog {
  /** The stalls that are not over. */
  Set<Stall> ongoing(AuditedPipeline pipeline);

  /** Begins stalls; one that has begun already is the same, and goes on. */
  void begin(AuditedPipeline pipeline, Set<Stall> stalls);

  /** Writes that stalls are over. */
  void end(AuditedPipeline pipeline, Set<Stall> stalls);

  /**
   * A stage that commits nothing of a source partition though records wait there. As long as it is
   * at the same offset it is one and the same stall, whichever instance sees it.
   *
   * @param offset that it has committed
   */
  record Stall(String stage, int partition, long offset) {}
}
