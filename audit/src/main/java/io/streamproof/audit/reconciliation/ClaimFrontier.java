package io.streamproof.audit.reconciliation;

import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.reconciliation.Judgement.ReadProgress;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The claims of ingest as of a frontier: all that were in the claims topic when it began have to be
 * read and met, wherever they say that events are, since an event that was lost is not before any
 * end; and each record before the frontier has to be claimed. Not thread-safe.
 */
final class ClaimFrontier {
  /** Source blocks that are looked at; where there are more, claims are far behind. */
  private static final int MOST_BLOCKS = 10_000;

  private final AuditedPipeline pipeline;
  private final Judgement judgement;
  private final RecordReader records;
  private final Map<TopicPartition, Long> unread;
  private final Set<Integer> met = new HashSet<>();
  private @Nullable Map<BlockNumber, BitSet> due;

  private record BlockNumber(int partition, long number) {
    static BlockNumber of(SourceBlock block) {
      return new BlockNumber(block.partition(), block.number());
    }
  }

  /**
   * Begins with what has to be read.
   *
   * @param ends of the claims topic
   */
  ClaimFrontier(
      AuditedPipeline pipeline,
      Judgement judgement,
      RecordReader records,
      Map<TopicPartition, Long> ends) {
    this.pipeline = pipeline;
    this.judgement = judgement;
    this.records = records;
    this.unread = new HashMap<>(ends);
  }

  /**
   * Looks whether all claims are met by now.
   *
   * @param ends of the source topic, by partition
   */
  boolean advance(Map<TopicPartition, ReadProgress> read, ToLongFunction<TopicPartition> ends) {
    unread
        .entrySet()
        .removeIf(
            end -> read.getOrDefault(end.getKey(), ReadProgress.NONE).next() >= end.getValue());
    if (!unread.isEmpty()) {
      return false;
    }
    List<SourceBlock> open = judgement.openSourceBlocks(pipeline, MOST_BLOCKS);
    if (open.size() == MOST_BLOCKS) {
      return false;
    }
    Map<BlockNumber, BitSet> wanted = due(open);
    String source = pipeline.specification().sourceTopic();
    int partitions = pipeline.specification().partitions();
    for (int partition = 0; partition < partitions; partition++) {
      int own = partition;
      long end = ends.applyAsLong(new TopicPartition(source, partition));
      if (!met.contains(partition)
          && open.stream()
              .filter(block -> block.partition() == own)
              .allMatch(block -> isMet(block, end, wanted))) {
        met.add(partition);
      }
    }
    return met.size() == partitions;
  }

  /** The claims that were there once all that had to be read was. */
  private Map<BlockNumber, BitSet> due(List<SourceBlock> open) {
    Map<BlockNumber, BitSet> known = due;
    if (known == null) {
      known = open.stream().collect(Collectors.toMap(BlockNumber::of, SourceBlock::claimed));
      due = known;
    }
    return known;
  }

  private boolean isMet(SourceBlock block, long end, Map<BlockNumber, BitSet> wanted) {
    return switch (block.below(end, wanted.getOrDefault(BlockNumber.of(block), new BitSet()))) {
      case MET -> true;
      case UNCHECKED -> records.areClaimsMet(pipeline, block);
      case AWAITED -> false;
    };
  }
}
