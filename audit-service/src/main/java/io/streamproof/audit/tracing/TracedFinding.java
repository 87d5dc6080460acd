package io.streamproof.audit.tracing;

import io.streamproof.audit.finding.Finding;
import io.streamproof.audit.finding.Finding.Cause;
import io.streamproof.audit.finding.Finding.Place;
import io.streamproof.audit.finding.Kind;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A finding whose trace is to be exported, as it was when it was taken up: a second attempt exports
 * the same.
 *
 * @param stage the stage to blame, or {@code source}
 * @param cause the emission that it is about
 * @param place where the observed record stands
 * @param knownAt when the first finding of the same trace was found: its message was sent before
 */
public record TracedFinding(
    long id,
    short pipelineId,
    String stage,
    Kind kind,
    @Nullable Cause cause,
    @Nullable Place place,
    Instant foundAt,
    Instant knownAt,
    String detail) {

  boolean isAtSource() {
    return stage.equals(Finding.SOURCE);
  }

  /** Whether it is about many records at once, or about one that nobody has seen. */
  boolean isAboutNoMessage() {
    return switch (kind) {
      case UNVERIFIABLE, LOST_AT_SOURCE -> true;
      case CORRUPTED -> isAtSource();
      default -> false;
    };
  }

  /** The origin that the emission has or should have. */
  @Nullable String origin() {
    return cause == null || isAtSource()
        ? null
        : stage + ":" + cause.partition() + "@" + cause.offset() + "#" + cause.index();
  }
}
