package io.streamproof.audit.investigation;

import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.reconciliation.SourceBlock;
import java.util.BitSet;
import org.apache.kafka.common.TopicPartition;

/**
 * A source block with claims that the observed side does not meet, or not evidently.
 *
 * @param next the offset that the audit reads next
 */
public record SuspectClaims(AuditedPipeline pipeline, SourceBlock block, long next) {
  TopicPartition source() {
    return source(pipeline, block);
  }

  static TopicPartition source(AuditedPipeline pipeline, SourceBlock block) {
    return new TopicPartition(pipeline.specification().sourceTopic(), block.partition());
  }

  /** Bits of the claimed offsets below what the audit has read that it has not seen. */
  BitSet missing() {
    return block.missing(next);
  }

  /** Bits of the claimed offsets that the audit has not read up to. */
  BitSet ahead() {
    return block.ahead(next);
  }

  /** The first offset that is claimed. */
  long firstClaimed() {
    return block.first() + Math.max(0, block.claimed().nextSetBit(0));
  }
}
