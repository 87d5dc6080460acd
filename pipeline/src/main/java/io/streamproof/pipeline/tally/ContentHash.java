package io.streamproof.pipeline.tally;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.dynatrace.hash4j.hashing.HashStream128;
import com.dynatrace.hash4j.hashing.HashValue128;
import com.dynatrace.hash4j.hashing.Hashing;
import io.streamproof.pipeline.record.Attributes;
import io.streamproof.pipeline.record.HeaderNames;
import io.streamproof.pipeline.record.Origin;
import io.streamproof.pipeline.record.SourceRecord;
import io.streamproof.pipeline.record.TraceContext;
import io.streamproof.pipeline.stage.OutputRecord;
import org.jspecify.annotations.Nullable;

/**
 * The tally of a single record: XXH3-128 over all that makes it the right one. In order, integers
 * little-endian: origin index (4 bytes), origin offset (8), 1 for a dead letter else 0 (1),
 * destination partition (4), event time (8); then key, value, type, id, source, time, content type
 * and trace id, each as its length (4; -1 for none) and its bytes.
 */
public final class ContentHash {
  private ContentHash() {}

  /** What a stage is expected to emit. */
  public static Tally expected(OutputRecord output) {
    return tally(
        output.origin(),
        output.deadLetter(),
        output.partition(),
        output.timestamp(),
        output.key(),
        output.value(),
        output.attributes(),
        output.trace().traceId());
  }

  /** What stands in a topic, under the origin that it carries. */
  public static Tally observed(Origin origin, SourceRecord record, boolean deadLetter) {
    TraceContext trace = TraceContext.parse(record.header(HeaderNames.TRACEPARENT));
    return tally(
        origin,
        deadLetter,
        record.partition(),
        record.timestamp(),
        record.key(),
        record.value(),
        Attributes.of(record.headers()),
        trace == null ? null : trace.traceId());
  }

  /** An event as ingest wrote it at a position of the source topic. */
  public static Tally source(SourceRecord record) {
    TraceContext trace = TraceContext.parse(record.header(HeaderNames.TRACEPARENT));
    return tally(
        new Origin("", record.partition(), record.offset(), 0, "", 0),
        false,
        record.partition(),
        record.timestamp(),
        record.key(),
        record.value(),
        Attributes.of(record.headers()),
        trace == null ? null : trace.traceId());
  }

  private static Tally tally(
      Origin origin,
      boolean deadLetter,
      int partition,
      long timestamp,
      byte @Nullable [] key,
      byte @Nullable [] value,
      Attributes attributes,
      @Nullable String traceId) {
    HashStream128 hash = Hashing.xxh3_128().hashStream();
    hash.putInt(origin.index());
    hash.putLong(origin.offset());
    hash.putByte((byte) (deadLetter ? 1 : 0));
    hash.putInt(partition);
    hash.putLong(timestamp);
    put(hash, key);
    put(hash, value);
    put(hash, attributes.type());
    put(hash, attributes.id());
    put(hash, attributes.source());
    put(hash, attributes.time());
    put(hash, attributes.contentType());
    put(hash, traceId == null ? null : traceId.getBytes(ISO_8859_1));
    HashValue128 value128 = hash.get();
    return new Tally(1, value128.getMostSignificantBits(), value128.getLeastSignificantBits());
  }

  private static void put(HashStream128 hash, byte @Nullable [] bytes) {
    hash.putInt(bytes == null ? -1 : bytes.length);
    if (bytes != null) {
      hash.putBytes(bytes);
    }
  }
}
