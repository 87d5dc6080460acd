package io.streamproof.audit.report;

import io.streamproof.audit.report.LedgerSummary.BlockGroup;
import io.streamproof.audit.report.LedgerSummary.HopProgress;
import io.streamproof.audit.report.LedgerSummary.TopicProgress;
import io.streamproof.pipeline.tally.Block;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a pipeline's summary holds of one source partition of a stage.
 *
 * @param hop null: the hop was never checked
 * @param position null: the partition was never read
 */
record PartitionSummary(
    int number,
    @Nullable HopProgress hop,
    @Nullable TopicProgress position,
    List<BlockGroup> blocks) {

  static PartitionSummary of(int partition, String stage, String source, LedgerSummary summary) {
    return new PartitionSummary(
        partition,
        summary.hops().stream()
            .filter(hop -> hop.stage().equals(stage) && hop.partition() == partition)
            .findFirst()
            .orElse(null),
        summary.positions().stream()
            .filter(at -> at.topic().equals(source) && at.partition() == partition)
            .findFirst()
            .orElse(null),
        summary.blocks().stream()
            .filter(group -> group.stage().equals(stage) && group.partition() == partition)
            .toList());
  }

  /** Whether it was read and checked at all. */
  boolean isChecked() {
    return hop != null && position != null;
  }

  /** The offset below which all is proven: that of the first block that is not, if there is one. */
  long provenThrough() {
    return blocks.stream()
        .filter(StageSummary::isUnproven)
        .mapToLong(group -> group.first() * Block.SIZE)
        .min()
        .orElse(hop == null ? 0 : hop.settledThrough());
  }

  Report.PartitionReport report() {
    return new Report.PartitionReport(
        number, position == null ? 0 : position.next(), provenThrough());
  }
}
