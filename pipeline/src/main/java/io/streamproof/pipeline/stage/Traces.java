package io.streamproof.pipeline.stage;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.dynatrace.hash4j.hashing.HashValue128;
import com.dynatrace.hash4j.hashing.Hashing;
import io.streamproof.pipeline.record.HeaderNames;
import io.streamproof.pipeline.record.Origin;
import io.streamproof.pipeline.record.SourceRecord;
import io.streamproof.pipeline.record.TraceContext;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Trace ids that follow from positions alone, so that stage and reference agree on them and a
 * repeated transaction repeats them.
 */
public final class Traces {
  private static final HexFormat HEX = HexFormat.of();

  private Traces() {}

  /** The record's own trace; where it carries none, one that follows from its position. */
  public static TraceContext of(SourceRecord record) {
    TraceContext own = own(record);
    if (own != null) {
      return own;
    }
    String position = record.topic() + ":" + record.partition() + "@" + record.offset();
    HashValue128 hash = Hashing.xxh3_128().hashBytesTo128Bits(position.getBytes(UTF_8));
    return new TraceContext(
        hex(hash.getMostSignificantBits()) + hex(hash.getLeastSignificantBits() | 1),
        hex(hash.getLeastSignificantBits() | 1),
        "00");
  }

  /** The trace that the record carries; null if it carries none. */
  public static @Nullable TraceContext own(SourceRecord record) {
    return TraceContext.parse(record.header(HeaderNames.TRACEPARENT));
  }

  /** The id of the span in which an emission is sent. */
  public static String spanId(Origin origin) {
    return hex(Hashing.xxh3_64().hashBytesToLong(origin.id().getBytes(UTF_8)) | 1);
  }

  /**
   * The id of the span in which a consumer group processes a record: a hash of {@code
   * <group>/<topic>:<partition>@<offset>}.
   */
  public static String processSpanId(String group, String topic, int partition, long offset) {
    String position = group + "/" + topic + ":" + partition + "@" + offset;
    return hex(Hashing.xxh3_64().hashBytesToLong(position.getBytes(UTF_8)) | 1);
  }

  private static String hex(long bits) {
    return HEX.toHexDigits(bits);
  }
}
