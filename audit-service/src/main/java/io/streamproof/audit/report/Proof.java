package io.streamproof.audit.report;

import io.streamproof.pipeline.spec.PipelineSpecification;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far a pipeline is proven right, whole and per stage and source partition.
 *
 * @param provenThrough everything accepted before this event time is proven right; null: nothing is
 */
public record Proof(String pipeline, @Nullable Instant provenThrough, List<StageProof> stages) {
  public Proof {
    stages = List.copyOf(stages);
  }

  public static Proof of(PipelineSpecification pipeline, LedgerSummary summary) {
    List<StageSummary> stages = StageSummary.of(pipeline, summary);
    Instant newest = ProvenThrough.newest(pipeline, summary);
    return new Proof(
        pipeline.name(),
        ProvenThrough.of(pipeline, summary, stages),
        stages.stream().map(stage -> stage.proof(newest)).toList());
  }

  /** Whether everything accepted before an event time is proven right. */
  public boolean reaches(Instant time) {
    return provenThrough != null && !provenThrough.isBefore(time);
  }

  /** A stage; what it was given counts as right here. */
  public record StageProof(
      String stage, @Nullable Instant provenThrough, List<PartitionProof> partitions) {
    public StageProof {
      partitions = List.copyOf(partitions);
    }
  }

  /**
   * A partition of a stage's source.
   *
   * @param offset below which all is proven right
   */
  public record PartitionProof(int partition, @Nullable Instant provenThrough, long offset) {}
}
