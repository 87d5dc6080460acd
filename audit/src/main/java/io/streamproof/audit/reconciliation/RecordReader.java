package io.streamproof.audit.reconciliation;

import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.log.LogIdentity.EpochMark;
import org.apache.kafka.common.TopicPartition;

/** Looks into topics for what the ledger alone does not tell. */
public interface RecordReader {
  /** Whether each record that a source block's claims are about is there as it was claimed. */
  boolean areClaimsMet(AuditedPipeline pipeline, SourceBlock block);

  /**
   * Whether a log still has the record that was read of it there, or had it until it expired. If
   * so, all before it is as it was, too: one leader writes an offset once, and a log that is cut
   * goes on with another leader.
   */
  boolean has(TopicPartition partition, EpochMark mark);
}
