package io.streamproof.audit.observation;

import io.streamproof.audit.catalogue.AuditedStage;
import io.streamproof.audit.catalogue.TopicRole;
import io.streamproof.audit.finding.Evidence;
import io.streamproof.audit.finding.Finding;
import io.streamproof.audit.finding.Finding.Place;
import io.streamproof.audit.finding.Kind;
import io.streamproof.pipeline.record.HeaderNames;
import io.streamproof.pipeline.record.Origin;
import io.streamproof.pipeline.record.SourceRecord;
import io.streamproof.pipeline.record.TraceContext;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether a record says credibly who made it: it has an origin, of a stage that writes its topic,
 * in a partition that the stage reads. One that does not can follow from nothing: a phantom.
 */
final class OriginCheck {
  private OriginCheck() {}

  /** The stage that made the record; empty if it is a phantom. */
  static Optional<AuditedStage> maker(TopicRole role, @Nullable Origin origin) {
    return origin == null
        ? Optional.empty()
        : role.maker(origin.stage()).filter(s -> origin.partition() < s.sourcePartitions());
  }

  static Finding phantom(TopicRole role, SourceRecord record, @Nullable Origin origin) {
    AuditedStage blamed = role.firstMaker();
    Place place = new Place(record.topic(), record.partition(), record.offset());
    TraceContext trace = TraceContext.parse(record.header(HeaderNames.TRACEPARENT));
    return new Finding(
        blamed.pipelineId(),
        origin == null ? blamed.name() : role.maker(origin.stage()).orElse(blamed).name(),
        Kind.PHANTOM,
        place.toString(),
        null,
        place,
        record.key(),
        trace == null ? null : trace.traceId(),
        record.timestamp(),
        1,
        false,
        null,
        detail(role, record, origin),
        null,
        Evidence.of(record));
  }

  private static String detail(TopicRole role, SourceRecord record, @Nullable Origin origin) {
    if (origin == null) {
      return record.header(HeaderNames.ORIGIN) == null
          ? "the record has no origin"
          : "the record's origin is malformed";
    }
    return role.maker(origin.stage()).isEmpty()
        ? "its origin names stage " + origin.stage() + ", which does not write this topic"
        : "its origin points to partition " + origin.partition() + ", which does not exist";
  }
}
