package io.streamproof.audit.investigation;

import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.log.EvidenceGoneException;
import io.streamproof.audit.log.LogIdentity.EpochMark;
import io.streamproof.audit.log.TopicLogPool;
import io.streamproof.audit.log.TopicLogPool.BusyLogsException;
import io.streamproof.audit.reconciliation.RecordReader;
import io.streamproof.audit.reconciliation.SourceBlock;
import java.util.OptionalInt;
import org.apache.kafka.common.TopicPartition;

/** Looks into topics by reading them. */
public record TopicRecordReader(TopicLogPool logs) implements RecordReader {
  @Override
  public boolean areClaimsMet(AuditedPipeline pipeline, SourceBlock block) {
    TopicPartition source = SuspectClaims.source(pipeline, block);
    try {
      ClaimedRecords records = logs.with(log -> ClaimedRecords.read(log, source, block));
      return records.isContentClaimed() && records.absent(block).isEmpty();
    } catch (BusyLogsException | EvidenceGoneException e) {
      // It is asked again, or investigated.
      return false;
    }
  }

  @Override
  public boolean has(TopicPartition partition, EpochMark mark) {
    try {
      return logs.with(
          log -> {
            OptionalInt epoch = log.epochAt(partition, mark.offset());
            return epoch.isPresent()
                ? epoch.getAsInt() == mark.epoch()
                : mark.offset() < log.beginning(partition);
          });
    } catch (BusyLogsException | EvidenceGoneException e) {
      // It is asked again.
      return false;
    }
  }
}
