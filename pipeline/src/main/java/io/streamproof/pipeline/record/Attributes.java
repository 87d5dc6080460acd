package io.streamproof.pipeline.record;

import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * The identity attributes of a record, as the bytes of its headers. Between stages only the type is
 * carried; the source topic and topics that no stage reads carry all of them.
 */
public record Attributes(
    byte @Nullable [] type,
    byte @Nullable [] id,
    byte @Nullable [] source,
    byte @Nullable [] time,
    byte @Nullable [] contentType) {

  private static final byte[] SPEC_VERSION = {'1', '.', '0'};

  public static Attributes of(Headers headers) {
    return new Attributes(
        value(headers, HeaderNames.TYPE),
        value(headers, HeaderNames.ID),
        value(headers, HeaderNames.SOURCE),
        value(headers, HeaderNames.TIME),
        value(headers, HeaderNames.CONTENT_TYPE));
  }

  public static Attributes typeOnly(@Nullable String type) {
    return new Attributes(type == null ? null : Utf8.encode(type), null, null, null, null);
  }

  /** Writes the attributes that are there, replacing those of the same name. */
  public void writeTo(Headers headers) {
    put(headers, HeaderNames.TYPE, type);
    put(headers, HeaderNames.ID, id);
    put(headers, HeaderNames.SOURCE, source);
    put(headers, HeaderNames.TIME, time);
    put(headers, HeaderNames.CONTENT_TYPE, contentType);
    if (id != null) {
      put(headers, HeaderNames.SPEC_VERSION, SPEC_VERSION);
    }
  }

  private static void put(Headers headers, String name, byte @Nullable [] value) {
    if (value != null) {
      headers.remove(name);
      headers.add(name, value);
    }
  }

  private static byte @Nullable [] value(Headers headers, String name) {
    Header header = headers.lastHeader(name);
    return header == null ? null : header.value();
  }
}
