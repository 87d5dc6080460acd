package io.streamproof.audit.investigation;

import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.log.EvidenceGoneException;
import io.streamproof.audit.log.TopicLogPool;
import io.streamproof.audit.log.TopicLogPool.BusyLogsException;
import io.streamproof.audit.reconciliation.ClaimReader;
import io.streamproof.audit.reconciliation.SourceBlock;
import org.apache.kafka.common.TopicPartition;

/** Compares claims by reading the source topic. */
public record TopicClaimReader(TopicLogPool logs) implements ClaimReader {
  @Override
  public boolean isMet(AuditedPipeline pipeline, SourceBlock block) {
    TopicPartition source = SuspectClaims.source(pipeline, block);
    try {
      ClaimedRecords records = logs.with(log -> ClaimedRecords.read(log, source, block));
      return records.isContentClaimed() && records.absent(block).isEmpty();
    } catch (BusyLogsException | EvidenceGoneException e) {
      // It is asked again, or investigated.
      return false;
    }
  }
}
