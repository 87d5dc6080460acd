package io.streamproof.audit.investigation;

import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.pipeline.tally.Block;
import java.util.BitSet;
import org.apache.kafka.common.TopicPartition;

/**
 * A source block with claims that the observed side does not meet, or not evidently.
 *
 * @param claimed bits of the claimed offsets
 * @param ahead bits of the claimed offsets that the audit has not read up to
 * @param missing bits of the claimed offsets below what the audit has read that it has not seen
 * @param high the halves of the claimed tally
 * @param compacted whether the block was judged and compacted before, so that these claims repeat
 *     earlier ones
 */
public record SuspectClaims(
    AuditedPipeline pipeline,
    int partition,
    long number,
    BitSet claimed,
    BitSet missing,
    BitSet ahead,
    long high,
    long low,
    boolean compacted) {
  TopicPartition source() {
    return new TopicPartition(pipeline.specification().sourceTopic(), partition);
  }

  long firstOffset() {
    return number * Block.SIZE;
  }
}
