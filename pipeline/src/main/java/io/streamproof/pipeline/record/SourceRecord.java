package io.streamproof.pipeline.record;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A record as it stands in a topic. Its position {@code (topic, partition, offset)} identifies it;
 * {@code timestamp} is its event time in epoch milliseconds.
 */
public record SourceRecord(
    String topic,
    int partition,
    long offset,
    long timestamp,
    byte @Nullable [] key,
    byte @Nullable [] value,
    Headers headers) {

  /** The record; one without a time (a foreign writer's) counts as of 1970, as to be emitted. */
  public static SourceRecord of(ConsumerRecord<byte[], byte[]> record) {
    return new SourceRecord(
        record.topic(),
        record.partition(),
        record.offset(),
        Math.max(0, record.timestamp()),
        record.key(),
        record.value(),
        record.headers());
  }

  /** The last value of a header, or null where the record does not carry it. */
  public byte @Nullable [] header(String name) {
    Header header = headers.lastHeader(name);
    return header == null ? null : header.value();
  }

  /** The origin that the record carries; null if it has none or a malformed one. */
  public @Nullable Origin origin() {
    return Origin.parse(header(HeaderNames.ORIGIN));
  }
}
