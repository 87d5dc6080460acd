package io.streamproof.audit.tracing;

import io.streamproof.audit.catalogue.AuditedStage;
import io.streamproof.audit.finding.EmissionKey;
import io.streamproof.audit.finding.FindingKind;
import io.streamproof.audit.finding.RecordPlace;
import io.streamproof.pipeline.spec.PipelineSpecification;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A finding whose trace is to be exported, as it was when it was taken up: a second attempt exports
 * the same.
 *
 * @param stage the stage to blame, or {@code source}
 * @param kind what it was when it was taken up; a CORRUPTED may have become a DIVERGED since
 * @param cause the emission that it is about
 * @param place where the observed record is
 * @param knownAt when the first finding of the same trace was found: its message was sent before
 */
public record TracedFinding(
    long id,
    String stage,
    FindingKind kind,
    @Nullable EmissionKey cause,
    @Nullable RecordPlace place,
    Instant foundAt,
    Instant knownAt,
    String detail) {

  boolean isAtSource() {
    return stage.equals(PipelineSpecification.SOURCE);
  }

  /** Whether there is a record that it is about: not many at once, nor one nobody has seen. */
  boolean isAboutRecord() {
    return kind.isAboutRecord(stage);
  }

  /** Where the source record is that its stage read. */
  @Nullable RecordPlace causeIn(AuditedStage reader) {
    return cause == null
        ? null
        : new RecordPlace(reader.sourceTopic(), cause.partition(), cause.offset());
  }

  /** The origin that the emission has or should have. */
  @Nullable String origin() {
    return cause == null || isAtSource() ? null : cause.origin(stage);
  }
}
