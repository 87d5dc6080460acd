package io.streamproof.audit.observation;

import io.streamproof.audit.finding.EmissionKey;
import io.streamproof.audit.finding.Finding;
import io.streamproof.audit.finding.RecordPlace;
import io.streamproof.audit.reconciliation.Judgement.HopKey;
import io.streamproof.audit.replay.SnapshotStore.StateSnapshot;
import io.streamproof.pipeline.tally.Claim;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;

/**
 * What an observer has read since its last commit: the moves of its positions, and all that the
 * records between add to the ledger. Written in one transaction or not at all.
 */
public final class ObservedBatch {
  private static final int MOST_FINDINGS = 500;

  private final Map<TopicPartition, Move> moves = new HashMap<>();
  private final Map<BlockKey, BlockDelta> blocks = new TreeMap<>();
  private final Map<SourceBlockKey, SourceDelta> sourceBlocks = new TreeMap<>();
  private final Map<SourceBlockKey, List<Claim>> claims = new TreeMap<>();
  private final List<SourceEvent> events = new ArrayList<>();
  private final Map<BlockKey, LateEmissions> late = new TreeMap<>();
  private final List<ReorderCandidate> candidates = new ArrayList<>();
  private final List<Finding> findings = new ArrayList<>();
  private final List<StateSnapshot> snapshots = new ArrayList<>();
  private int records;

  /** From where to where a position moves; {@code from} is what the ledger must hold until then. */
  public record Move(long from, ReadPosition to) {}

  void counted() {
    records++;
  }

  BlockDelta block(BlockKey key) {
    return blocks.computeIfAbsent(key, BlockDelta::new);
  }

  SourceDelta sourceBlock(SourceBlockKey key) {
    return sourceBlocks.computeIfAbsent(key, k -> new SourceDelta());
  }

  void claim(short pipelineId, Claim claim) {
    claims
        .computeIfAbsent(
            new SourceBlockKey(pipelineId, claim.partition(), claim.block()),
            k -> new ArrayList<>())
        .add(claim);
  }

  void event(SourceEvent event) {
    events.add(event);
  }

  LateEmissions late(BlockKey key) {
    return late.computeIfAbsent(key, k -> new LateEmissions());
  }

  void candidate(ReorderCandidate candidate) {
    candidates.add(candidate);
  }

  void find(Finding finding) {
    findings.add(finding);
  }

  void snapshot(StateSnapshot snapshot) {
    snapshots.add(snapshot);
  }

  void move(TopicPartition partition, long from, ReadPosition to) {
    moves.put(partition, new Move(from, to));
  }

  /** Whether it is to be written now, since evidence may be large. */
  boolean hasManyFindings() {
    return findings.size() >= MOST_FINDINGS;
  }

  /** How many records went into it. */
  public int records() {
    return records;
  }

  public boolean isEmpty() {
    return moves.isEmpty();
  }

  public Map<TopicPartition, Move> moves() {
    return moves;
  }

  /** How many blocks of hops it adds to. */
  public int blockCount() {
    return blocks.size();
  }

  /** The hops to whose blocks it adds, in the order of their keys. */
  public List<HopKey> hops() {
    return blocks.keySet().stream()
        .map(block -> new HopKey(block.stageId(), block.partition()))
        .distinct()
        .toList();
  }

  /** What it adds to the segments of blocks, in the order in which it is to be written. */
  public SortedMap<SegmentKey, SegmentDelta> segments(BlockCuts cuts) {
    SortedMap<SegmentKey, SegmentDelta> segments = new TreeMap<>();
    blocks.forEach(
        (block, delta) ->
            cuts.segments(block).stream()
                .filter(segment -> delta.touches(segment.from(), segment.to()))
                .forEach(
                    segment -> segments.put(segment, delta.segment(segment.from(), segment.to()))));
    return segments;
  }

  public Map<SourceBlockKey, SourceDelta> sourceBlocks() {
    return sourceBlocks;
  }

  public Map<SourceBlockKey, List<Claim>> claims() {
    return claims;
  }

  public List<SourceEvent> events() {
    return events;
  }

  public Map<BlockKey, LateEmissions> late() {
    return late;
  }

  public List<ReorderCandidate> candidates() {
    return candidates;
  }

  public List<Finding> findings() {
    return findings;
  }

  public List<StateSnapshot> snapshots() {
    return snapshots;
  }

  /**
   * A record behind a later origin of the same source partition. An investigation decides whether
   * it is out of order or merely a duplicate.
   *
   * @param behind the later emission
   * @param behindAt the offset of that one in the same output partition
   */
  public record ReorderCandidate(
      short stageId, EmissionKey emission, RecordPlace place, EmissionKey behind, long behindAt) {}
}
