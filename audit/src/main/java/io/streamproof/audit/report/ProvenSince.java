package io.streamproof.audit.report;

import io.streamproof.audit.baseline.Baseline;
import io.streamproof.audit.report.LedgerSummary.TopicProgress;
import io.streamproof.pipeline.spec.PipelineSpecification;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The baseline of a pipeline whose topics had lost their beginnings when its ledger was begun: of
 * records before it, and of what follows from them, nothing is said.
 *
 * @param acceptedAt when the ledger was begun
 * @param partitions per partition of a topic that stages read, the first offset that is covered;
 *     one that is missing is covered from 0 on
 */
public record ProvenSince(Instant acceptedAt, List<BaselinePartition> partitions) {
  public ProvenSince {
    partitions = List.copyOf(partitions);
  }

  /** A partition that is covered from an offset on. */
  public record BaselinePartition(String topic, int partition, long offset) {}

  /** Null: the pipeline is covered from its beginning. */
  static @Nullable ProvenSince of(PipelineSpecification pipeline, LedgerSummary summary) {
    Set<String> read =
        Stream.concat(
                Stream.of(pipeline.sourceTopic()),
                pipeline.stages().stream().map(pipeline::sourceTopic))
            .collect(Collectors.toSet());
    List<Baseline> baselines =
        summary.positions().stream().map(TopicProgress::baseline).filter(Objects::nonNull).toList();
    return baselines.isEmpty()
        ? null
        : new ProvenSince(
            baselines.get(0).acceptedAt(),
            summary.positions().stream()
                .filter(position -> read.contains(position.topic()))
                .flatMap(ProvenSince::partition)
                .sorted(
                    Comparator.comparing(BaselinePartition::topic)
                        .thenComparing(BaselinePartition::partition))
                .toList());
  }

  private static Stream<BaselinePartition> partition(TopicProgress position) {
    Baseline baseline = position.baseline();
    return baseline == null
        ? Stream.empty()
        : Stream.of(
            new BaselinePartition(position.topic(), position.partition(), baseline.judgedFrom()));
  }
}
