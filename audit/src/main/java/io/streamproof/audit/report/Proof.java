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
 * @param asOf when the newest frontier was taken up to which all is judged; null: there is none
 * @param isCovering whether that was after the proof was asked for
 * @param provenThrough everything accepted before this event time is proven right; null: nothing is
 */
public record Proof(
    String pipeline,
    @Nullable Instant asOf,
    boolean isCovering,
    @Nullable Instant provenThrough,
    List<ProofStage> stages) {
  public Proof {
    stages = List.copyOf(stages);
  }

  /**
   * Draws up the proof of a pipeline from its summary.
   *
   * @param asOf when the newest frontier was taken up to which all is judged; null: there is none
   * @param isCovering whether that was after the proof was asked for
   */
  public static Proof of(
      PipelineSpecification pipeline,
      LedgerSummary summary,
      @Nullable Instant asOf,
      boolean isCovering) {
    List<StageSummary> stages = StageSummary.of(pipeline, summary, isCovering);
    Instant newest = newest(pipeline, summary);
    return new Proof(
        pipeline.name(),
        asOf,
        isCovering,
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

  /**
   * Whether everything is proven right that was acknowledged before the proof was asked for, and
   * lies before an event time.
   */
  public boolean reaches(Instant time) {
    return isCovering && provenThrough != null && !provenThrough.isBefore(time);
  }
}
