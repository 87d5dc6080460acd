package io.streamproof.audit.report;

import io.streamproof.pipeline.spec.PipelineSpecification;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How far a pipeline is proven right, whole and per stage and source partition.
 *
 * @param provenThrough everything accepted before this event time is proven right; null: nothing is
 */
public record Proof(String pipeline, @Nullable Instant provenThrough, List<ProofStage> stages) {
  public Proof {
    stages = List.copyOf(stages);
  }

  public static Proof of(PipelineSpecification pipeline, LedgerSummary summary) {
    List<StageSummary> stages = StageSummary.of(pipeline, summary);
    Instant newest = newest(pipeline, summary);
    return new Proof(
        pipeline.name(),
        through(pipeline, summary, stages),
        stages.stream().map(stage -> stage.proof(newest)).toList());
  }

  /** The event time before which everything accepted by a pipeline is proven right. */
  static @Nullable Instant through(
      PipelineSpecification pipeline, LedgerSummary summary, List<StageSummary> stages) {
    Stream<Instant> unproven =
        Stream.concat(
            Stream.of(summary.source().since()), stages.stream().map(StageSummary::since));
    return through(newest(pipeline, summary), least(unproven));
  }

  /**
   * The same where nothing is proven from {@code since} on: that time, or that of the newest event.
   * It goes back when an older event arrives.
   *
   * @param newest the greatest event time read; null: nothing was read
   */
  static @Nullable Instant through(@Nullable Instant newest, Instant since) {
    if (newest == null || since.equals(Instant.MIN)) {
      return null;
    }
    return since.isBefore(newest) ? since : newest;
  }

  static Instant least(Stream<Instant> times) {
    return times.min(Comparator.naturalOrder()).orElse(Instant.MAX);
  }

  /** The greatest event time read from a pipeline's source topic. */
  static @Nullable Instant newest(PipelineSpecification pipeline, LedgerSummary summary) {
    return summary.positions().stream()
        .filter(position -> position.topic().equals(pipeline.sourceTopic()))
        .map(LedgerSummary.TopicProgress::lastTime)
        .filter(Objects::nonNull)
        .max(Comparator.naturalOrder())
        .orElse(null);
  }

  /** Whether everything accepted before an event time is proven right. */
  public boolean reaches(Instant time) {
    return provenThrough != null && !provenThrough.isBefore(time);
  }
}
