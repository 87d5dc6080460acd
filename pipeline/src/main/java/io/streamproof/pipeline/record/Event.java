package io.streamproof.pipeline.record;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A record as an operator sees it: its attributes, key and payload. What takes work to find, the
 * identity and the decoded payload, is found at the first use, once. Not thread-safe.
 */
public final class Event {
  /** The latest event time, the end of the year 9999: RFC 3339 has no later one. */
  public static final long MAX_TIME = 253_402_300_799_999L;

  private final Supplier<Identity> identify;
  private final String type;
  private final long time;
  private final byte @Nullable [] key;
  private final byte @Nullable [] value;
  private @Nullable Identity identity;
  private @Nullable Object data;

  public Event(
      String id,
      String source,
      String type,
      long time,
      byte @Nullable [] key,
      byte @Nullable [] value) {
    this(() -> new Identity(id, source), type, time, key, value);
  }

  private Event(
      Supplier<Identity> identify,
      String type,
      long time,
      byte @Nullable [] key,
      byte @Nullable [] value) {
    this.identify = identify;
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
    return new Event(
        () -> Identity.of(record, pipeline),
        text(record.header(HeaderNames.TYPE)),
        record.timestamp(),
        record.key(),
        record.value());
  }

  private record Identity(String id, String source) {
    static Identity of(SourceRecord record, String pipeline) {
      byte[] id = record.header(HeaderNames.ID);
      if (id != null) {
        return new Identity(text(id), text(record.header(HeaderNames.SOURCE)));
      }
      Origin origin = record.origin();
      return origin == null
          ? new Identity(record.topic() + ":" + record.partition() + "@" + record.offset(), "")
          : new Identity(origin.id(), origin.source(pipeline));
    }
  }

  private Identity identity() {
    if (identity == null) {
      identity = identify.get();
    }
    return identity;
  }

  public String id() {
    return identity().id();
  }

  public String source() {
    return identity().source();
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
