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
}
