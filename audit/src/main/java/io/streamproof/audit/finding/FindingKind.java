package io.streamproof.audit.finding;

import io.streamproof.pipeline.spec.PipelineSpecification;

/** The kinds of anomalies, each with what the logs show for an origin. */
public enum FindingKind {
  /** Expected, not observed. */
  LOST(Severity.VIOLATION),
  /** Observed more than once, each time as expected. */
  DUPLICATED(Severity.VIOLATION),
  /** Observed, but its content, or that of a repetition, differs from what is expected. */
  CORRUPTED(Severity.VIOLATION),
  /** A stateful stage's emissions for one key differ from here on: its state went wrong. */
  DIVERGED(Severity.VIOLATION),
  /** Observed, not expected: it should have been filtered, points nowhere, or has no origin. */
  PHANTOM(Severity.VIOLATION),
  /** The right content in the wrong partition. */
  MISROUTED(Severity.VIOLATION),
  /** The right content, but behind a later origin of the same source partition. */
  REORDERED(Severity.VIOLATION),
  /** The right content, but the trace id is not that of its source. */
  UNTRACED(Severity.WARNING),
  /** Acknowledged to a client by ingest, not in the source topic. */
  LOST_AT_SOURCE(Severity.VIOLATION),
  /** The same event is in the source topic twice: a client's retry. */
  DUPLICATED_AT_SOURCE(Severity.WARNING),
  /** Settled, but slower end to end than the pipeline's {@code latencyMax}. */
  LATE(Severity.WARNING),
  /** A stage's committed offset has not moved for long while input waits. */
  STALLED(Severity.WARNING),
  /** The evidence is gone, or was written under another pipeline version. */
  UNVERIFIABLE(Severity.UNVERIFIABLE);

  private final Severity severity;

  FindingKind(Severity severity) {
    this.severity = severity;
  }

  /** What it means where every emission must be in the output exactly once. */
  public Severity severity() {
    return severity;
  }

  /**
   * What it means for a stage of a pipeline: a repetition is only a warning where it harms nobody.
   *
   * @param stage to blame; one that is no longer part of the pipeline tolerates nothing
   */
  public Severity severity(PipelineSpecification pipeline, String stage) {
    return this == DUPLICATED && pipeline.toleratesDuplicates(stage) ? Severity.WARNING : severity;
  }

  /**
   * Whether a finding is about a record that is in a topic, or follows from one; else it is about
   * many at once, or about one that nobody has seen.
   *
   * @param stage to blame
   */
  public boolean isAboutRecord(String stage) {
    return switch (this) {
      case UNVERIFIABLE, LOST_AT_SOURCE, STALLED -> false;
      case CORRUPTED -> !stage.equals(PipelineSpecification.SOURCE);
      default -> true;
    };
  }
}
