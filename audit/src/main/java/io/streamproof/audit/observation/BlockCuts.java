package io.streamproof.audit.observation;

import io.streamproof.audit.reconciliation.Judgement.HopKey;
import io.streamproof.pipeline.tally.Block;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

/** Where the blocks of hops are cut into segments: where frontiers were taken within them. */
public final class BlockCuts {
  private final Map<HopKey, NavigableSet<Long>> offsets = new HashMap<>();

  /** A segment begins at this offset of a hop's source. */
  public void add(HopKey hop, long offset) {
    offsets.computeIfAbsent(hop, key -> new TreeSet<>()).add(offset);
  }

  /** The segments of a block, in order. */
  public List<SegmentKey> segments(BlockKey block) {
    long begin = block.number() * Block.SIZE;
    long end = begin + Block.SIZE;
    List<SegmentKey> segments = new ArrayList<>();
    long from = begin;
    NavigableSet<Long> cuts =
        offsets.getOrDefault(new HopKey(block.stageId(), block.partition()), new TreeSet<>());
    for (long cut : cuts.subSet(begin, false, end, false)) {
      segments.add(new SegmentKey(block.stageId(), block.partition(), from, cut));
      from = cut;
    }
    segments.add(new SegmentKey(block.stageId(), block.partition(), from, end));
    return segments;
  }
}
