package io.streamproof.pipeline.stage;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.streamproof.pipeline.record.Attributes;
import io.streamproof.pipeline.record.HeaderNames;
import io.streamproof.pipeline.record.Origin;
import io.streamproof.pipeline.record.SourceRecord;
import io.streamproof.pipeline.record.TraceContext;
import java.nio.ByteBuffer;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * A record that a stage emits: an emission to its output topic, or a dead letter.
 *
 * @param timestamp event time, epoch milliseconds
 * @param cause the source record that it follows from
 * @param failure why the cause could not be processed; only in a dead letter
 */
public record OutputRecord(
    Origin origin,
    String topic,
    int partition,
    long timestamp,
    byte @Nullable [] key,
    byte @Nullable [] value,
    Attributes attributes,
    SourceRecord cause,
    @Nullable RuntimeException failure) {

  private static final int LONGEST_MESSAGE = 1_000;

  public boolean deadLetter() {
    return failure != null;
  }

  /** The bytes of its key, its value and what it inherits of headers. */
  long size() {
    byte[] traceState = cause.header(HeaderNames.TRACESTATE);
    return (long) length(key) + length(value) + length(attributes.type()) + length(traceState);
  }

  /** The trace that it continues, with the span id of its sending. */
  public TraceContext trace() {
    return Traces.of(cause).child(Traces.spanId(origin));
  }

  /** The id of the trace that it continues. */
  public String traceId() {
    return Traces.of(cause).traceId();
  }

  /** Its headers on the wire; {@code emittedAtMicros} is when, in epoch microseconds. */
  public Headers headers(long emittedAtMicros) {
    Headers headers = failure == null ? new RecordHeaders() : deadLetterHeaders(cause, failure);
    put(headers, HeaderNames.TRACEPARENT, trace().toBytes());
    inherit(headers, HeaderNames.TRACESTATE);
    inherit(headers, HeaderNames.ARRIVED);
    put(headers, HeaderNames.ORIGIN, origin.emittedAt(emittedAtMicros).toBytes());
    attributes.writeTo(headers);
    return headers;
  }

  private void inherit(Headers headers, String name) {
    byte[] value = cause.header(name);
    if (value != null) {
      put(headers, name, value);
    }
  }

  private static Headers deadLetterHeaders(SourceRecord cause, RuntimeException failure) {
    Headers headers = new RecordHeaders(cause.headers().toArray());
    put(headers, HeaderNames.DEAD_LETTER_TOPIC, cause.topic().getBytes(UTF_8));
    put(
        headers,
        HeaderNames.DEAD_LETTER_PARTITION,
        ByteBuffer.allocate(Integer.BYTES).putInt(cause.partition()).array());
    put(
        headers,
        HeaderNames.DEAD_LETTER_OFFSET,
        ByteBuffer.allocate(Long.BYTES).putLong(cause.offset()).array());
    put(headers, HeaderNames.DEAD_LETTER_EXCEPTION, failure.getClass().getName().getBytes(UTF_8));
    put(headers, HeaderNames.DEAD_LETTER_MESSAGE, message(failure).getBytes(UTF_8));
    return headers;
  }

  /** What a dead letter tells of its failure. */
  public static String message(RuntimeException failure) {
    String message = String.valueOf(failure.getMessage());
    return message.length() <= LONGEST_MESSAGE ? message : message.substring(0, LONGEST_MESSAGE);
  }

  private static int length(byte @Nullable [] bytes) {
    return bytes == null ? 0 : bytes.length;
  }

  private static void put(Headers headers, String name, byte[] value) {
    headers.remove(name);
    headers.add(name, value);
  }
}
