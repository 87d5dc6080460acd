package io.streamproof.audit.investigation;

import io.streamproof.audit.finding.EmissionKey;
import io.streamproof.audit.finding.Finding.Evidence;
import io.streamproof.audit.finding.Finding.Target;
import io.streamproof.audit.finding.FindingKind;
import io.streamproof.audit.finding.RecordJson;
import io.streamproof.audit.finding.RecordPlace;
import io.streamproof.audit.investigation.ObservedRecord.Likeness;
import io.streamproof.audit.observation.ObservedBatch.ReorderCandidate;
import io.streamproof.pipeline.record.SourceRecord;
import io.streamproof.pipeline.stage.OutputRecord;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What shows that an emission is wrong: what is expected; of its records that are as expected the
 * place, and of those that are not the first.
 */
final class EmissionEvidence {
  private final EmissionKey emission;
  private final boolean compacted;
  private @Nullable OutputRecord expected;
  private @Nullable Standing original;
  private @Nullable Standing misrouted;
  private @Nullable Standing lastRight;
  private @Nullable Standing lastUntraced;
  private @Nullable Different different;
  private @Nullable Likeness best;
  private long alike;

  EmissionEvidence(EmissionKey emission, boolean compacted) {
    this.emission = emission;
    this.compacted = compacted;
  }

  /** A record that is as expected, but for its place and its trace. */
  private record Standing(RecordPlace place, @Nullable String traceId) {}

  /**
   * A record with other content than expected, or of which nothing is expected.
   *
   * @param why in words
   */
  private record Different(
      RecordPlace place,
      byte @Nullable [] key,
      @Nullable String traceId,
      long time,
      String why,
      String json) {}

  /** What a finding shows of an emission. */
  record Shown(Target target, String detail, Evidence evidence) {}

  void expect(OutputRecord record) {
    expected = record;
  }

  /** One more of its records, in the order in which they are read. */
  void observe(ObservedRecord record, EvidenceMemory memory) {
    OutputRecord wanted = expected;
    if (wanted == null) {
      different = different == null ? different(record, "", memory) : different;
      return;
    }
    Likeness like = record.likeness(wanted);
    Standing standing = new Standing(record.place(), record.traceId());
    if (best == null || like.compareTo(best) < 0) {
      best = like;
      original = standing;
    }
    switch (like) {
      case RIGHT -> lastRight = standing;
      case UNTRACED -> lastUntraced = standing;
      case MISROUTED -> misrouted = misrouted == null ? standing : misrouted;
      case CORRUPTED ->
          different =
              different == null ? different(record, record.difference(wanted), memory) : different;
    }
    alike += like.compareTo(Likeness.MISROUTED) < 0 ? 1 : 0;
  }

  private static Different different(ObservedRecord observed, String why, EvidenceMemory memory) {
    SourceRecord record = observed.record();
    boolean fits = memory.takeFor(record);
    return new Different(
        observed.place(),
        fits ? record.key() : null,
        observed.traceId(),
        record.timestamp(),
        why,
        fits ? RecordJson.of(record) : RecordJson.brief(record));
  }

  /** What a finding of a kind shows that was found about this emission. */
  Shown show(FindingKind kind, String stage, @Nullable ReorderCandidate candidate) {
    OutputRecord wanted = expected;
    return wanted == null
        ? phantom(stage)
        : switch (kind) {
          case LOST -> shown(wanted, null, null, "it stands nowhere in the output");
          case MISROUTED -> misrouted(wanted, Objects.requireNonNull(misrouted));
          case CORRUPTED -> corrupted(wanted, Objects.requireNonNull(different));
          case UNTRACED ->
              shown(
                  wanted,
                  Objects.requireNonNull(original),
                  "its trace id is not that of its source");
          case DUPLICATED -> duplicated(wanted);
          case REORDERED -> reordered(wanted, stage, Objects.requireNonNull(candidate));
          default -> throw new IllegalArgumentException(kind + " is not about an emission");
        };
  }

  private Shown misrouted(OutputRecord wanted, Standing standing) {
    return shown(
        wanted,
        standing,
        repeated(Likeness.MISROUTED)
            + "it stands in partition %s, where it belongs in %s"
                .formatted(standing.place().partition(), wanted.partition()));
  }

  private Shown corrupted(OutputRecord wanted, Different record) {
    return shown(
        wanted, record.place(), record.json(), repeated(Likeness.CORRUPTED) + record.why());
  }

  private String repeated(Likeness like) {
    return best == like && !compacted ? "" : "it is repeated, and not as it was: ";
  }

  private Shown duplicated(OutputRecord wanted) {
    Standing last = Objects.requireNonNull(lastUntraced == null ? lastRight : lastUntraced);
    return shown(
        wanted,
        last,
        "it stands %s times in the output, once more at %s"
            .formatted(alike + (compacted ? 1 : 0), last.place()));
  }

  private Shown reordered(OutputRecord wanted, String stage, ReorderCandidate candidate) {
    return shown(
        wanted,
        Objects.requireNonNull(original),
        "it stands behind %s, which stands at offset %s already"
            .formatted(candidate.behind().origin(stage), candidate.behindAt()));
  }

  private Shown phantom(String stage) {
    Different record = Objects.requireNonNull(different);
    return new Shown(
        new Target(
            emission,
            record.place(),
            record.key(),
            record.traceId(),
            Instant.ofEpochMilli(record.time())),
        "nothing is expected of "
            + emission.origin(stage)
            + ": the source record there, if there is one, causes no such emission",
        new Evidence(null, record.json()));
  }

  private Shown shown(OutputRecord wanted, Standing standing, String detail) {
    return shown(
        wanted,
        standing.place(),
        RecordJson.of(wanted, standing.place(), standing.traceId()),
        detail);
  }

  /** What is expected says more than what is observed, wherever there is both. */
  private Shown shown(
      OutputRecord wanted, @Nullable RecordPlace place, @Nullable String observed, String detail) {
    return new Shown(
        new Target(
            emission,
            place,
            wanted.key(),
            wanted.traceId(),
            Instant.ofEpochMilli(wanted.cause().timestamp())),
        detail,
        new Evidence(RecordJson.of(wanted), observed));
  }
}
