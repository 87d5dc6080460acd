package io.streamproof.audit.investigation;

import io.streamproof.pipeline.tally.ContentHash;

/** Reads both sides of a block once, and keeps a tally of each source offset. */
final class TallyPass {
  private final SuspectBlock block;
  private final OffsetSides sides;
  private final SourceScan source;
  private final OutputScan outputs;

  TallyPass(SuspectBlock block, ReferenceCursor reference) {
    this.block = block;
    this.sides = new OffsetSides(block.from());
    this.source = new SourceScan(block, reference);
    this.outputs = new OutputScan(block, this::observe);
  }

  /** Reads on; gives whether the end was reached. */
  boolean advance(InvestigationSlice slice) {
    return source.advance(
            slice,
            (cause, emitted) -> {
              emitted.forEach(output -> sides.expect(cause.offset(), ContentHash.expected(output)));
              return true;
            })
        && outputs.advance(slice);
  }

  private void observe(ObservedRecord observed) {
    sides.observe(observed.origin().offset(), observed.tally(block.stage()));
  }

  /** Compares the sides, offset by offset. */
  ComparedOffsets compare(long sourceEnd) {
    return new ComparedOffsets(block, sides, sourceEnd);
  }
}
