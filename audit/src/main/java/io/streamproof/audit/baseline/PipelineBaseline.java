package io.streamproof.audit.baseline;

import io.streamproof.audit.catalogue.AuditedStage;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** The baselines of a pipeline's topic partitions; one that is missing is read from 0 on. */
public record PipelineBaseline(Map<TopicPartition, Baseline> partitions) {
  public static final PipelineBaseline NONE = new PipelineBaseline(Map.of());

  public PipelineBaseline {
    partitions = Map.copyOf(partitions);
  }

  public boolean isNone() {
    return partitions.isEmpty();
  }

  /** The first offset of a partition that is read. */
  public long readFrom(TopicPartition partition) {
    @Nullable Baseline baseline = partitions.get(partition);
    return baseline == null ? 0 : baseline.readFrom();
  }

  /** The first offset of a source partition of which the stages that read it are judged. */
  public long judgedFrom(TopicPartition source) {
    @Nullable Baseline baseline = partitions.get(source);
    return baseline == null ? 0 : baseline.judgedFrom();
  }

  /**
   * Whether the reference can run a stage on a source partition: it has no state, or one that
   * follows from what the audit reads.
   */
  public boolean isRepeatable(AuditedStage stage, int partition) {
    return !stage.stage().stateful() || readFrom(source(stage, partition)) == 0;
  }

  /** Whether it is judged what a stage makes of the source record at an offset. */
  public boolean covers(AuditedStage stage, int partition, long offset) {
    return isRepeatable(stage, partition) && offset >= judgedFrom(source(stage, partition));
  }

  private static TopicPartition source(AuditedStage stage, int partition) {
    return new TopicPartition(stage.sourceTopic(), partition);
  }
}
