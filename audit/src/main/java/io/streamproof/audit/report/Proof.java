package io.streamproof.audit.report;

import io.streamproof.audit.finding.Severity;
import io.streamproof.audit.reconciliation.FrontierLog.FrontierState;
import io.streamproof.audit.report.LedgerSummary.FindingGroup;
import io.streamproof.pipeline.spec.PipelineSpecification;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How far a pipeline is proven right, whole and per stage and source partition.
 *
 * @param asOf when the newest frontier was taken up to which all is judged; null: there is none
 * @param isCovering whether that was after the proof was asked for
 * @param provenSince from where on the pipeline is covered; null: from its beginning
 * @param provenThrough everything acknowledged before {@code asOf} with an event time before this
 *     is proven right; null: nothing is
 */
public record Proof(
    String pipeline,
    @Nullable Instant asOf,
    boolean isCovering,
    @Nullable ProvenSince provenSince,
    @Nullable Instant provenThrough,
    List<ProofStage> stages) {
  public Proof {
    stages = List.copyOf(stages);
  }

  /**
   * Draws up the proof of a pipeline from its summary.
   *
   * @param frontier up to which all is judged
   * @param isCovering whether that was taken after the proof was asked for
   */
  public static Proof of(
      PipelineSpecification pipeline,
      LedgerSummary summary,
      FrontierState frontier,
      boolean isCovering) {
    List<StageSummary> stages = StageSummary.of(pipeline, summary, frontier);
    return new Proof(
        pipeline.name(),
        frontier.asOf(),
        isCovering,
        ProvenSince.of(pipeline, summary),
        through(summary, stages, frontier),
        stages.stream().map(StageSummary::proof).toList());
  }

  /** The event time before which all that a frontier covers of a pipeline is proven right. */
  static @Nullable Instant through(
      LedgerSummary summary, List<StageSummary> stages, FrontierState frontier) {
    Stream<Instant> unproven =
        Stream.concat(
            summary.findings().stream().filter(Proof::isUnprovenAtSource).map(FindingGroup::since),
            stages.stream().map(StageSummary::since));
    return through(frontier, least(unproven));
  }

  private static boolean isUnprovenAtSource(FindingGroup finding) {
    return finding.stage().equals(PipelineSpecification.SOURCE)
        && finding.kind().severity() != Severity.WARNING;
  }

  /** The same where nothing is proven from {@code since} on: that time, or that of the newest. */
  static @Nullable Instant through(FrontierState frontier, Instant since) {
    Instant newest = frontier.newest();
    if (newest == null || since.equals(Instant.MIN)) {
      return null;
    }
    return since.isBefore(newest) ? since : newest;
  }

  static Instant least(Stream<Instant> times) {
    return times.min(Comparator.naturalOrder()).orElse(Instant.MAX);
  }

  /**
   * Whether everything is proven right that was acknowledged before the proof was asked for, and
   * lies before an event time.
   */
  public boolean reaches(Instant time) {
    return isCovering && provenThrough != null && !provenThrough.isBefore(time);
  }
}
