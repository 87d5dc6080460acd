package io.streamproof.audit.investigation;

import io.streamproof.audit.investigation.ReferenceCursor.SourceRange;
import io.streamproof.audit.log.EvidenceGoneException;
import io.streamproof.audit.observation.TallySum;
import io.streamproof.pipeline.record.SourceRecord;
import io.streamproof.pipeline.stage.OutputRecord;
import io.streamproof.pipeline.tally.ContentHash;
import java.util.List;
import java.util.function.BiPredicate;

/**
 * Reads the source records of a block through the reference, and goes on where it stopped. What is
 * expected must have the tally that the ledger holds, if that covers all that is settled: where it
 * has not, the source is not what the audit has read.
 */
final class SourceScan {
  private final SuspectBlock block;
  private final ReferenceCursor reference;
  private final TallySum read = new TallySum();
  private long position;

  SourceScan(SuspectBlock block, ReferenceCursor reference) {
    this.block = block;
    this.reference = reference;
    this.position = block.first();
  }

  /**
   * Reads on.
   *
   * @param visitor says whether it wants more
   * @return whether the end was reached or the visitor has enough; else the time is over
   * @throws EvidenceGoneException if the source is not what it was
   */
  boolean advance(InvestigationSlice slice, BiPredicate<SourceRecord, List<OutputRecord>> visitor) {
    boolean[] enough = {false};
    if (isDone()) {
      return true;
    }
    boolean whole =
        reference.visit(
            slice.log(),
            new SourceRange(
                block.stage(),
                block.partition(),
                position,
                block.settledEnd(),
                position == block.first()),
            slice.time()::isOver,
            (record, outputs) -> {
              position = record.offset() + 1;
              outputs.forEach(output -> read.add(ContentHash.expected(output)));
              enough[0] = !visitor.test(record, outputs);
              return !enough[0];
            });
    if (whole) {
      position = block.settledEnd();
      requireSame();
    }
    return whole || enough[0];
  }

  private void requireSame() {
    boolean isCovered = block.expectedLast() >= 0 && block.expectedLast() < block.settledEnd();
    if (isCovered && !read.tally().equals(block.expected())) {
      throw new EvidenceGoneException("its source records are not what the audit has read");
    }
  }

  /** Whether it has read all. */
  boolean isDone() {
    return position >= block.settledEnd();
  }

  /** The offset behind the last record read. */
  long position() {
    return position;
  }
}
