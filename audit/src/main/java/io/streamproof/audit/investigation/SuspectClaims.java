package io.streamproof.audit.investigation;

import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.reconciliation.BlockVerdict;
import io.streamproof.audit.reconciliation.SourceBlock;
import io.streamproof.pipeline.tally.Block;
import java.util.BitSet;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * A source block with claims that the observed side does not meet, or not evidently.
 *
 * @param next the offset that the audit reads next
 * @param lostFrom the offset from which on the brokers have lost what the audit had read; null:
 *     none
 */
public record SuspectClaims(
    AuditedPipeline pipeline, SourceBlock block, long next, @Nullable Long lostFrom) {
  /** Whether there is something to investigate. */
  public boolean isDue() {
    return lostFrom == null
        ? block.isSuspect()
        : block.verdict() == BlockVerdict.OPEN && !lost().isEmpty();
  }

  /** Bits of the claimed offsets whose records the audit had read, and the brokers have lost. */
  BitSet lost() {
    BitSet lost = (BitSet) block.claimed().clone();
    lost.and(block.observed());
    long from = lostFrom == null ? Block.SIZE : lostFrom - block.first();
    lost.clear(0, (int) Math.max(0, Math.min(Block.SIZE, from)));
    return lost;
  }

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
