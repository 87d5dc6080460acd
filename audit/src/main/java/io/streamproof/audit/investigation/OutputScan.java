package io.streamproof.audit.investigation;

import io.streamproof.audit.investigation.SuspectBlock.OutputRange;
import io.streamproof.audit.log.EvidenceGoneException;
import io.streamproof.audit.log.TopicLog;
import io.streamproof.audit.observation.TallySum;
import io.streamproof.pipeline.record.Origin;
import io.streamproof.pipeline.record.SourceRecord;
import java.util.List;
import java.util.function.Consumer;

/**
 * Reads the records of a block in the outputs, partition by partition, and goes on where it
 * stopped. They must have the tally that the ledger holds: where they have not, some have gone
 * since the audit has read them, and nothing that is missing may be called lost.
 */
final class OutputScan {
  private final SuspectBlock block;
  private final Consumer<ObservedRecord> visitor;
  private final TallySum read = new TallySum();
  private int next;
  private long position;

  OutputScan(SuspectBlock block, Consumer<ObservedRecord> visitor) {
    this.block = block;
    this.visitor = visitor;
  }

  /**
   * Reads on; gives whether the end was reached.
   *
   * @throws EvidenceGoneException if some have gone
   */
  boolean advance(InvestigationSlice slice) {
    List<OutputRange> ranges = block.ranges();
    while (next < ranges.size()) {
      if (!visit(ranges.get(next), slice)) {
        return false;
      }
      next++;
      position = 0;
    }
    if (!read.tally().equals(block.observed())) {
      throw new EvidenceGoneException(
          "records that the audit has read in its outputs have gone since");
    }
    return true;
  }

  private boolean visit(OutputRange range, InvestigationSlice slice) {
    TopicLog log = slice.log();
    boolean[] whole = {true};
    log.visitWhile(
        range.partition(),
        Math.max(range.from(), position),
        range.to(),
        record -> {
          position = record.offset() + 1;
          visit(record);
          whole[0] = !slice.time().isOver();
          return whole[0];
        });
    return whole[0];
  }

  private void visit(SourceRecord record) {
    Origin origin = record.origin();
    if (origin != null && block.holds(origin)) {
      ObservedRecord observed = new ObservedRecord(origin, record);
      read.add(observed.tally(block.stage()));
      visitor.accept(observed);
    }
  }
}
