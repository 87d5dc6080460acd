package io.streamproof.audit.finding;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.streamproof.pipeline.record.Attributes;
import io.streamproof.pipeline.record.HeaderNames;
import io.streamproof.pipeline.record.JsonCodec;
import io.streamproof.pipeline.record.SourceRecord;
import io.streamproof.pipeline.record.TraceContext;
import io.streamproof.pipeline.record.UnreadableException;
import io.streamproof.pipeline.stage.OutputRecord;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A record as evidence: a JSON object with topic, partition, offset (of an observed one), key,
 * value, time, type and traceId. A value that is no JSON is given as base64; of one that is very
 * long, only the size.
 */
public final class RecordJson {
  private static final int LONGEST_VALUE = 64 << 10;

  private RecordJson() {}

  /** A record as the reference expects it. */
  public static String of(OutputRecord record) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("topic", record.topic());
    members.put("partition", (long) record.partition());
    putContent(
        members,
        record.key(),
        record.value(),
        record.timestamp(),
        record.attributes(),
        record.trace().traceId());
    return new String(JsonCodec.write(members), UTF_8);
  }

  /** A record in a topic that is as expected, but for its place and its trace. */
  public static String of(OutputRecord record, RecordPlace place, @Nullable String traceId) {
    Map<String, Object> members = members(place);
    putContent(
        members, record.key(), record.value(), record.timestamp(), record.attributes(), traceId);
    return new String(JsonCodec.write(members), UTF_8);
  }

  /** Only where a record is, and the size of its value. */
  public static String brief(SourceRecord record) {
    Map<String, Object> members = members(RecordPlace.of(record));
    members.put("valueBytes", record.value() == null ? 0L : (long) record.value().length);
    return new String(JsonCodec.write(members), UTF_8);
  }

  private static Map<String, Object> members(RecordPlace place) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("topic", place.topic());
    members.put("partition", (long) place.partition());
    members.put("offset", place.offset());
    return members;
  }

  /** A record as it is in a topic. */
  public static String of(SourceRecord record) {
    Map<String, Object> members = members(RecordPlace.of(record));
    TraceContext trace = TraceContext.parse(record.header(HeaderNames.TRACEPARENT));
    putContent(
        members,
        record.key(),
        record.value(),
        record.timestamp(),
        Attributes.of(record.headers()),
        trace == null ? null : trace.traceId());
    return new String(JsonCodec.write(members), UTF_8);
  }

  private static void putContent(
      Map<String, Object> members,
      byte @Nullable [] key,
      byte @Nullable [] value,
      long time,
      Attributes attributes,
      @Nullable String traceId) {
    put(members, "key", text(key));
    putValue(members, value);
    members.put("time", Instant.ofEpochMilli(time).toString());
    put(members, "type", text(attributes.type()));
    put(members, "id", text(attributes.id()));
    put(members, "source", text(attributes.source()));
    put(members, "traceId", traceId);
  }

  private static void putValue(Map<String, Object> members, byte @Nullable [] value) {
    if (value == null) {
      return;
    }
    if (value.length > LONGEST_VALUE) {
      members.put("valueBytes", (long) value.length);
      return;
    }
    try {
      members.put("value", JsonCodec.read(value));
    } catch (UnreadableException e) {
      members.put("valueBase64", Base64.getEncoder().encodeToString(value));
    }
  }

  private static void put(Map<String, Object> members, String name, @Nullable Object value) {
    if (value != null) {
      members.put(name, value);
    }
  }

  private static @Nullable String text(byte @Nullable [] bytes) {
    return bytes == null ? null : new String(bytes, UTF_8);
  }
}
