package io.streamproof.audit.reconciliation;

import io.streamproof.audit.catalogue.AuditedPipeline;

/** Compares the claims of a source block with the records that are in the topic. */
@FunctionalInterface
public interface ClaimReader {
  /** Whether each record that the block's claims are about is there as it was claimed. */
  boolean isMet(AuditedPipeline pipeline, SourceBlock block);
}
