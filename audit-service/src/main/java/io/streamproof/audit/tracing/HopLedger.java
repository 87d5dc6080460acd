package io.streamproof.audit.tracing;

import io.streamproof.audit.catalogue.AuditedStage;
import io.streamproof.audit.investigation.SuspectBlock.Range;
import java.util.List;

/** What the ledger tells about where a hop's records stand. */
public interface HopLedger {
  /** The source offset below which a hop is settled; 0 if nothing of it is. */
  long settledThrough(AuditedStage stage, int partition);

  /** Where the records of a block of a hop stand. */
  Whereabouts whereabouts(AuditedStage stage, int partition, long block);

  /**
   * Ranges of output offsets.
   *
   * @param complete whether all records of the block stand in them; a block that was folded is
   *     forgotten, but for what came later
   */
  record Whereabouts(boolean complete, List<Range> ranges) {
    public Whereabouts {
      ranges = List.copyOf(ranges);
    }
  }
}
