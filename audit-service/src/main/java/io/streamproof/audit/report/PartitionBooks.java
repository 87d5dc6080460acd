package io.streamproof.audit.report;

import io.streamproof.audit.report.Books.BlockGroup;
import io.streamproof.audit.report.Books.Hop;
import io.streamproof.audit.report.Books.Position;
import io.streamproof.pipeline.tally.Block;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a pipeline's books hold of one source partition of a stage.
 *
 * @param hop null: the hop was never checked
 * @param position null: the partition was never read
 */
record PartitionBooks(
    int number, @Nullable Hop hop, @Nullable Position position, List<BlockGroup> blocks) {

  static PartitionBooks of(int partition, String stage, String source, Books books) {
    return new PartitionBooks(
        partition,
        books.hops().stream()
            .filter(hop -> hop.stage().equals(stage) && hop.partition() == partition)
            .findFirst()
            .orElse(null),
        books.positions().stream()
            .filter(at -> at.topic().equals(source) && at.partition() == partition)
            .findFirst()
            .orElse(null),
        books.blocks().stream()
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
        .filter(StageBooks::isUnproven)
        .mapToLong(group -> group.first() * Block.SIZE)
        .min()
        .orElse(hop == null ? 0 : hop.settledThrough());
  }

  Report.Partition report() {
    return new Report.Partition(number, position == null ? 0 : position.next(), provenThrough());
  }
}
