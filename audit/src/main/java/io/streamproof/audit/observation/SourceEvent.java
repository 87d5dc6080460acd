package io.streamproof.audit.observation;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.dynatrace.hash4j.hashing.HashValue128;
import com.dynatrace.hash4j.hashing.Hashing;
import io.streamproof.audit.finding.RecordPlace;
import io.streamproof.pipeline.record.HeaderNames;
import io.streamproof.pipeline.record.SourceRecord;
import io.streamproof.pipeline.record.TraceContext;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event in a source topic, for the index of events; without its payload, so that a batch of
 * large ones stays small.
 *
 * @param event the XXH3-128 of source, newline and id
 */
public record SourceEvent(
    short pipelineId,
    UUID event,
    String id,
    String source,
    RecordPlace place,
    byte @Nullable [] key,
    long timeMillis,
    @Nullable String traceId) {

  /** The event of a record; empty if it carries no id and source. */
  static Optional<SourceEvent> of(short pipelineId, SourceRecord record) {
    byte[] id = record.header(HeaderNames.ID);
    byte[] source = record.header(HeaderNames.SOURCE);
    if (id == null || source == null) {
      return Optional.empty();
    }
    TraceContext trace = TraceContext.parse(record.header(HeaderNames.TRACEPARENT));
    return Optional.of(
        new SourceEvent(
            pipelineId,
            hash(source, id),
            new String(id, UTF_8),
            new String(source, UTF_8),
            RecordPlace.of(record),
            record.key(),
            record.timestamp(),
            trace == null ? null : trace.traceId()));
  }

  /** The key of an event in the index. */
  public static UUID hash(String source, String id) {
    return hash(source.getBytes(UTF_8), id.getBytes(UTF_8));
  }

  private static UUID hash(byte[] source, byte[] id) {
    HashValue128 hash =
        Hashing.xxh3_128().hashStream().putBytes(source).putByte((byte) '\n').putBytes(id).get();
    return new UUID(hash.getMostSignificantBits(), hash.getLeastSignificantBits());
  }
}
