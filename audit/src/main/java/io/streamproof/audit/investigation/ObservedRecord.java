package io.streamproof.audit.investigation;

import io.streamproof.audit.catalogue.AuditedStage;
import io.streamproof.audit.finding.RecordPlace;
import io.streamproof.pipeline.record.Attributes;
import io.streamproof.pipeline.record.HeaderNames;
import io.streamproof.pipeline.record.Origin;
import io.streamproof.pipeline.record.SourceRecord;
import io.streamproof.pipeline.record.TraceContext;
import io.streamproof.pipeline.stage.OutputRecord;
import io.streamproof.pipeline.tally.ContentHash;
import io.streamproof.pipeline.tally.Tally;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A record in an output partition, with the origin that it carries. */
public record ObservedRecord(Origin origin, SourceRecord record) {
  /** How a record compares with what is expected, best first. */
  public enum Likeness {
    RIGHT(0),
    UNTRACED(1),
    MISROUTED(2),
    CORRUPTED(3);

    private static final List<Likeness> BY_RANK = List.of(values());
    private final int rank;

    Likeness(int rank) {
      this.rank = rank;
    }

    /** A small number, the less the better. */
    int rank() {
      return rank;
    }

    static Likeness ofRank(int rank) {
      return BY_RANK.get(rank);
    }
  }

  /** How the record compares with what is expected in its place. */
  public Likeness likeness(OutputRecord expected) {
    if (!expected.topic().equals(record.topic()) || !sameContent(expected)) {
      return Likeness.CORRUPTED;
    }
    if (expected.partition() != record.partition()) {
      return Likeness.MISROUTED;
    }
    return expected.trace().traceId().equals(traceId()) ? Likeness.RIGHT : Likeness.UNTRACED;
  }

  @Nullable String traceId() {
    TraceContext trace = TraceContext.parse(record.header(HeaderNames.TRACEPARENT));
    return trace == null ? null : trace.traceId();
  }

  /** The tally that it has as a record of a stage. */
  Tally tally(AuditedStage stage) {
    return ContentHash.observed(origin, record, isDeadLetter(stage));
  }

  /** The same, whatever its partition and its trace. */
  Tally contentTally(AuditedStage stage) {
    return ContentHash.observedAnywhere(origin, record, isDeadLetter(stage));
  }

  private boolean isDeadLetter(AuditedStage stage) {
    return record.topic().equals(stage.deadLetterTopic());
  }

  public RecordPlace place() {
    return RecordPlace.of(record);
  }

  /** What differs, in words, for a corrupted record. */
  public String difference(OutputRecord expected) {
    if (!expected.topic().equals(record.topic())) {
      return "it stands in " + record.topic() + ", where it belongs in " + expected.topic();
    }
    if (!Arrays.equals(expected.key(), record.key())) {
      return "its key differs";
    }
    if (!Arrays.equals(expected.value(), record.value())) {
      return "its value differs";
    }
    return expected.timestamp() != record.timestamp()
        ? "its event time differs"
        : "its attributes differ";
  }

  private boolean sameContent(OutputRecord expected) {
    return Arrays.equals(expected.key(), record.key())
        && Arrays.equals(expected.value(), record.value())
        && expected.timestamp() == record.timestamp()
        && sameAttributes(expected.attributes(), Attributes.of(record.headers()));
  }

  private static boolean sameAttributes(Attributes expected, Attributes observed) {
    return Arrays.equals(expected.type(), observed.type())
        && Arrays.equals(expected.id(), observed.id())
        && Arrays.equals(expected.source(), observed.source())
        && Arrays.equals(expected.time(), observed.time())
        && Arrays.equals(expected.contentType(), observed.contentType());
  }
}
