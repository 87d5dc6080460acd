package io.streamproof.pipeline.tally;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.dynatrace.hash4j.hashing.HashValue128;
import com.dynatrace.hash4j.hashing.Hashing;
import io.streamproof.pipeline.record.Attributes;
import io.streamproof.pipeline.record.HeaderNames;
import io.streamproof.pipeline.record.Origin;
import io.streamproof.pipeline.record.SourceRecord;
import io.streamproof.pipeline.record.TraceContext;
import io.streamproof.pipeline.stage.OutputRecord;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The tally of a single record: XXH3-128 over all that makes it the right one. In order, integers
 * little-endian: origin index (4 bytes), origin offset (8), 1 for a dead letter else 0 (1),
 * destination partition (4), event time (8); then key, value, type, id, source, time, content type
 * and trace id, each as its length (4; -1 for none) and its bytes.
 */
public final class ContentHash {
  /** Index, offset, dead letter, partition and time; then the lengths of the eight parts. */
  private static final int FIXED_LENGTH =
      Integer.BYTES + Long.BYTES + 1 + Integer.BYTES + Long.BYTES + 8 * Integer.BYTES;

  private static final int ANYWHERE = -1;

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
        output.traceId().getBytes(ISO_8859_1));
  }

  /** What stands in a topic, under the origin that it carries. */
  public static Tally observed(Origin origin, SourceRecord record, boolean deadLetter) {
    return tally(
        origin,
        deadLetter,
        record.partition(),
        record.timestamp(),
        record.key(),
        record.value(),
        Attributes.of(record.headers()),
        traceId(record));
  }

  /** An event as ingest wrote it at a position of the source topic. */
  public static Tally source(SourceRecord record) {
    return tally(
        new Origin("", record.partition(), record.offset(), 0, "", 0),
        false,
        record.partition(),
        record.timestamp(),
        record.key(),
        record.value(),
        Attributes.of(record.headers()),
        traceId(record));
  }

  /** What a stage is expected to emit, whatever its partition and its trace. */
  public static Tally expectedAnywhere(OutputRecord output) {
    return tally(
        output.origin(),
        output.deadLetter(),
        ANYWHERE,
        output.timestamp(),
        output.key(),
        output.value(),
        output.attributes(),
        null);
  }

  /** What stands in a topic, whatever its partition and its trace. */
  public static Tally observedAnywhere(Origin origin, SourceRecord record, boolean deadLetter) {
    return tally(
        origin,
        deadLetter,
        ANYWHERE,
        record.timestamp(),
        record.key(),
        record.value(),
        Attributes.of(record.headers()),
        null);
  }

  private static byte @Nullable [] traceId(SourceRecord record) {
    byte[] header = record.header(HeaderNames.TRACEPARENT);
    if (header == null || !TraceContext.isValid(header)) {
      return null;
    }
    int from = TraceContext.TRACE_ID_AT;
    return Arrays.copyOfRange(header, from, from + TraceContext.TRACE_ID_LENGTH);
  }

  private static Tally tally(
      Origin origin,
      boolean deadLetter,
      int partition,
      long timestamp,
      byte @Nullable [] key,
      byte @Nullable [] value,
      Attributes attributes,
      byte @Nullable [] traceId) {
    int length =
        FIXED_LENGTH
            + length(key)
            + length(value)
            + length(attributes.type())
            + length(attributes.id())
            + length(attributes.source())
            + length(attributes.time())
            + length(attributes.contentType())
            + length(traceId);
    ByteBuffer content =
        ByteBuffer.allocate(length)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(origin.index())
            .putLong(origin.offset())
            .put((byte) (deadLetter ? 1 : 0))
            .putInt(partition)
            .putLong(timestamp);
    put(content, key);
    put(content, value);
    put(content, attributes.type());
    put(content, attributes.id());
    put(content, attributes.source());
    put(content, attributes.time());
    put(content, attributes.contentType());
    put(content, traceId);
    HashValue128 hash = Hashing.xxh3_128().hashBytesTo128Bits(content.array());
    return new Tally(1, hash.getMostSignificantBits(), hash.getLeastSignificantBits());
  }

  private static int length(byte @Nullable [] bytes) {
    return bytes == null ? 0 : bytes.length;
  }

  private static void put(ByteBuffer content, byte @Nullable [] bytes) {
    content.putInt(bytes == null ? -1 : bytes.length);
    if (bytes != null) {
      content.put(bytes);
    }
  }
}
