package io.streamproof.audit.investigation;

import io.streamproof.audit.catalogue.AuditedStage;
import io.streamproof.audit.finding.RecordPlace;
import io.streamproof.pipeline.record.Origin;
import io.streamproof.pipeline.tally.Tally;
import java.util.List;
import org.apache.kafka.common.TopicPartition;

/**
 * A settled segment of a block whose sides differ: the source offsets {@code from <= offset < to}.
 *
 * @param judgedFrom the source offset from which on its hop is judged; 0: from the beginning
 * @param records how many source records it holds; none: it was judged and compacted before, and
 *     what is observed now came on top
 * @param expected the tally of what the reference has made of the records
 * @param expectedLast the last source offset that is part of it; -1: none
 * @param observed the tally of the records that were seen in the outputs
 * @param mismatches how many observed records were made under another specification
 * @param settledThrough the source offset below which its hop is settled
 * @param ranges where its observed records are
 */
public record SuspectBlock(
    AuditedStage stage,
    int partition,
    long from,
    long to,
    long judgedFrom,
    int records,
    Tally expected,
    long expectedLast,
    Tally observed,
    int mismatches,
    long settledThrough,
    List<OutputRange> ranges) {
  public SuspectBlock {
    ranges = List.copyOf(ranges);
  }

  /** Output offsets {@code from <= offset < to}. */
  public record OutputRange(TopicPartition partition, long from, long to) {}

  TopicPartition source() {
    return new TopicPartition(stage.sourceTopic(), partition);
  }

  /** The first offset behind it, or behind what is settled of it. */
  long settledEnd() {
    return Math.min(to, settledThrough);
  }

  /** The first source offset of it that is judged. */
  long first() {
    return Math.max(from, judgedFrom);
  }

  /** Whether a source offset belongs to it. */
  boolean contains(long offset) {
    return first() <= offset && offset < to;
  }

  /** Whether its observed records include the one at a place. */
  boolean isIn(RecordPlace place) {
    TopicPartition partition = new TopicPartition(place.topic(), place.partition());
    return ranges.stream()
        .anyMatch(
            range ->
                range.partition().equals(partition)
                    && range.from() <= place.offset()
                    && place.offset() < range.to());
  }

  /** Whether an emission belongs to it. */
  boolean holds(Origin origin) {
    return origin.stage().equals(stage.name())
        && origin.partition() == partition
        && contains(origin.offset());
  }

  /** Whether the tallies of both sides are equal. */
  public boolean agrees() {
    return expected.equals(observed);
  }

  /** Whether it was judged and compacted before, so that what is observed now came on top. */
  boolean isCompacted() {
    return records == 0;
  }
}
