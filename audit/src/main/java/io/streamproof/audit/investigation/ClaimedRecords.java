package io.streamproof.audit.investigation;

import io.streamproof.audit.log.TopicLog;
import io.streamproof.audit.observation.TallySum;
import io.streamproof.audit.reconciliation.SourceBlock;
import io.streamproof.pipeline.tally.Block;
import io.streamproof.pipeline.tally.ContentHash;
import java.util.BitSet;
import org.apache.kafka.common.TopicPartition;

/**
 * The records of a source block that are in the topic.
 *
 * @param present bits of their offsets
 * @param isContentClaimed whether the claimed ones among them have the tally that was claimed
 */
record ClaimedRecords(BitSet present, boolean isContentClaimed) {

  /** Reads them; some may have gone. */
  static ClaimedRecords read(TopicLog log, TopicPartition source, SourceBlock block) {
    BitSet present = new BitSet(Block.SIZE);
    TallySum sum = new TallySum();
    // Behind the stable end a transaction is open, as nobody but a foreign writer has one here.
    log.visitRemaining(
        source,
        block.first(),
        Math.min(block.first() + Block.SIZE, log.stableEnd(source)),
        record -> {
          int bit = (int) (record.offset() - block.first());
          present.set(bit);
          if (block.claimed().get(bit)) {
            sum.add(ContentHash.source(record));
          }
        });
    return new ClaimedRecords(
        present,
        sum.high() == block.claimedTally().high() && sum.low() == block.claimedTally().low());
  }

  /** Bits of the claimed offsets at which there is no record. */
  BitSet absent(SourceBlock block) {
    BitSet absent = (BitSet) block.claimed().clone();
    absent.andNot(present);
    return absent;
  }
}
