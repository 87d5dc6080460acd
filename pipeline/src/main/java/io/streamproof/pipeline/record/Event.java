package io.streamproof.pipeline.record;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;

/**
 * A record as an operator sees it: its attributes, key and payload. The payload is decoded at the
 * first use, once.
 */
public final class Event {
  /** The latest event time, the end of the year 9999: RFC 3339 has no later one. */
  public static final long MAX_TIME = 253_402_300_799_999L;

  private final String id;
  private final String source;
  private final String type;
  private final long time;
  private final byte @Nullable [] key;
  private final byte @Nullable [] value;
  private @Nullable Object data;

  public Event(
      String id,
      String source,
      String type,
      long time,
      byte @Nullable [] key,
      byte @Nullable [] value) {
    this.id = id;
    this.source = source;
    this.type = type;
    this.time = time;
    this.key = key;
    this.value = value;
  }

  /**
   * The event that a record holds. Where it carries no CloudEvents id, as between stages, its id
   * and source follow from its origin.
   */
  public static Event of(SourceRecord record, String pipeline) {
    byte[] id = record.header(HeaderNames.ID);
    String type = text(record.header(HeaderNames.TYPE));
    if (id != null) {
      return event(record, text(id), text(record.header(HeaderNames.SOURCE)), type);
    }
    Origin origin = record.origin();
    if (origin != null) {
      return event(record, origin.id(), origin.source(pipeline), type);
    }
    String position = record.topic() + ":" + record.partition() + "@" + record.offset();
    return event(record, position, "", type);
  }

  private static Event event(SourceRecord record, String id, String source, String type) {
    return new Event(id, source, type, record.timestamp(), record.key(), record.value());
  }

  public String id() {
    return id;
  }

  public String source() {
    return source;
  }

  public String type() {
    return type;
  }

  /** Event time, epoch milliseconds. */
  public long time() {
    return time;
  }

  public byte @Nullable [] key() {
    return key;
  }

  public @Nullable String keyText() {
    return key == null ? null : new String(key, UTF_8);
  }

  public byte @Nullable [] value() {
    return value;
  }

  /**
   * The payload as the codec reads it.
   *
   * @throws UnreadableException if the value is no JSON
   */
  public Object data() {
    if (data == null) {
      data = JsonCodec.readValue(value);
    }
    return data;
  }

  private static String text(byte @Nullable [] bytes) {
    return bytes == null ? "" : new String(bytes, UTF_8);
  }
}
