package io.streamproof.audit.observation;

import io.streamproof.audit.baseline.PipelineBaseline;
import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.finding.Finding;
import io.streamproof.audit.log.LogIdentity;
import io.streamproof.audit.observation.ObservedBatch.Move;
import io.streamproof.audit.replay.MemorySnapshotStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Positions in memory, and the batches that have moved them. */
final class MemoryLedger implements Ledger {
  final Map<TopicPartition, ReadPosition> positions = new HashMap<>();
  final Map<TopicPartition, String> quarantined = new HashMap<>();
  PipelineBaseline baseline = PipelineBaseline.NONE;
  private final Set<TopicPartition> refused = new HashSet<>();
  final List<ObservedBatch> batches = new ArrayList<>();
  final List<Finding> findings = new ArrayList<>();
  final MemorySnapshotStore snapshots = new MemorySnapshotStore();

  @Override
  public Optional<ReadPosition> position(TopicPartition partition) {
    return Optional.ofNullable(positions.get(partition));
  }

  @Override
  public void begin(TopicPartition partition, ReadPosition position) {
    positions.putIfAbsent(partition, position);
  }

  @Override
  public boolean accept(
      AuditedPipeline pipeline, PipelineBaseline accepted, List<Finding> unverifiable) {
    if (positions.keySet().stream().anyMatch(at -> pipeline.topics().containsKey(at.topic()))) {
      return false;
    }
    baseline = accepted;
    accepted
        .partitions()
        .forEach(
            (partition, each) ->
                positions.put(
                    partition, ReadPosition.startingAt(each.readFrom(), LogIdentity.UNKNOWN)));
    findings.addAll(unverifiable);
    return true;
  }

  @Override
  public PipelineBaseline baseline(AuditedPipeline pipeline) {
    return baseline;
  }

  @Override
  public void skipTo(TopicPartition partition, long offset, Finding gone) {
    positions.computeIfPresent(
        partition,
        (p, old) ->
            new ReadPosition(
                offset,
                Math.max(old.next(), offset),
                old.lastRecord(),
                old.lastTimeMillis(),
                old.lastOrigins(),
                new LogIdentity(old.log().topicId(), null),
                old.isHalted()));
    findings.add(gone);
  }

  @Override
  public void halt(TopicPartition partition, @Nullable Long from, String why, List<Finding> gone) {
    positions.computeIfPresent(
        partition,
        (p, old) ->
            new ReadPosition(
                old.start(),
                old.next(),
                old.lastRecord(),
                old.lastTimeMillis(),
                old.lastOrigins(),
                old.log(),
                true));
    findings.addAll(gone);
  }

  @Override
  public void quarantine(TopicPartition partition, String why) {
    quarantined.put(partition, why);
  }

  @Override
  public void release(Set<TopicPartition> partitions) {
    quarantined.keySet().removeAll(partitions);
  }

  @Override
  public List<Long> acknowledged(short pipelineId, int partition, long from, long to, int most) {
    return LongStream.range(from, to).limit(most).boxed().toList();
  }

  @Override
  public Set<TopicPartition> moved(Map<TopicPartition, Long> expected) {
    return expected.entrySet().stream()
        .filter(
            each -> {
              ReadPosition position = positions.get(each.getKey());
              return position == null || position.next() != each.getValue();
            })
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  /** Fails each batch that moves a partition. */
  void refuse(TopicPartition partition) {
    refused.add(partition);
  }

  void accept(TopicPartition partition) {
    refused.remove(partition);
  }

  @Override
  public void commit(ObservedBatch batch) {
    batch.moves().keySet().stream()
        .filter(refused::contains)
        .forEach(
            partition -> {
              throw new IllegalArgumentException("bigint out of range");
            });
    for (Map.Entry<TopicPartition, Move> move : batch.moves().entrySet()) {
      ReadPosition position = positions.get(move.getKey());
      if (position == null || position.next() != move.getValue().from()) {
        throw new FencedException(move.getKey(), move.getValue().from());
      }
    }
    batch.moves().forEach((partition, move) -> positions.put(partition, move.to()));
    batch.moves().keySet().forEach(quarantined::remove);
    batches.add(batch);
    findings.addAll(batch.findings());
    snapshots.add(batch.snapshots());
  }
}
