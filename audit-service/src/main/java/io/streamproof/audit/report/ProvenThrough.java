package io.streamproof.audit.report;

import io.streamproof.pipeline.spec.PipelineSpecification;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The event time before which everything accepted is proven right: that of the first thing that is
 * not proven, else that of the newest event. It goes back when an older event arrives.
 */
final class ProvenThrough {
  private ProvenThrough() {}

  /** Of a whole pipeline. */
  static @Nullable Instant of(
      PipelineSpecification pipeline, LedgerSummary summary, List<StageSummary> stages) {
    Stream<Instant> unproven =
        Stream.concat(
            Stream.of(summary.source().since()), stages.stream().map(StageSummary::since));
    return of(newest(pipeline, summary), least(unproven));
  }

  /**
   * Of what is not proven from {@code since} on.
   *
   * @param newest the greatest event time read; null: nothing was read
   */
  static @Nullable Instant of(@Nullable Instant newest, Instant since) {
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
}
