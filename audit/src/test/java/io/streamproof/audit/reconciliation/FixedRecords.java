package io.streamproof.audit.reconciliation;

import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.log.LogIdentity.EpochMark;
import org.apache.kafka.common.TopicPartition;

/** Topics of which it is known what is in them. */
public record FixedRecords(boolean areClaimsMet, boolean hasMarks) implements RecordReader {
  @Override
  public boolean areClaimsMet(AuditedPipeline pipeline, SourceBlock block) {
    return areClaimsMet;
  }

  @Override
  public boolean has(TopicPartition partition, EpochMark mark) {
    return hasMarks;
  }
}
