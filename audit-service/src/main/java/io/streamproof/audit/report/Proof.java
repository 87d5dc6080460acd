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
public record Proof(String pipeline, @Nullable Instant provenThrough, List<Stage> stages) {
  public Proof {
    stages = List.copyOf(stages);
  }

  public static Proof of(PipelineSpecification pipeline, Books books) {
    List<StageBooks> stages = StageBooks.of(pipeline, books);
    Instant newest = Watermark.newest(pipeline, books);
    return new Proof(
        pipeline.name(),
        Watermark.of(pipeline, books, stages),
        stages.stream().map(stage -> stage.proof(newest)).toList());
  }

  /** Whether everything accepted before an event time is proven right. */
  public boolean reaches(Instant time) {
    return provenThrough != null && !provenThrough.isBefore(time);
  }

  /** A stage; what it was given counts as right here. */
  public record Stage(String stage, @Nullable Instant provenThrough, List<Partition> partitions) {
    public Stage {
      partitions = List.copyOf(partitions);
    }
  }

  /**
   * A partition of a stage's source.
   *
   * @param offset below which all is proven right
   */
  public record Partition(int partition, @Nullable Instant provenThrough, long offset) {}
}
