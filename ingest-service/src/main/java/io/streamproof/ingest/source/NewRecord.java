package io.streamproof.ingest.source;

import io.streamproof.ingest.trace.MessageTrace;
import io.streamproof.pipeline.record.SourceRecord;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A record that is to be appended to a source topic: all of it but its offset.
 *
 * @param timestamp event time, epoch milliseconds
 * @param id of the event that it holds
 */
public record NewRecord(
    String topic,
    int partition,
    long timestamp,
    byte @Nullable [] key,
    byte[] value,
    Headers headers,
    String id,
    MessageTrace trace) {

  /** About what a record's objects and headers take besides its key and value. */
  private static final int OVERHEAD_BYTES = 1_000;

  private static final long NO_OFFSET_YET = -1;

  /** The record as it is sent: all of it but its offset. */
  SourceRecord sent() {
    return at(NO_OFFSET_YET);
  }

  /**
   * The record as it stands in the topic: with its own time. The one that the producer tells is not
   * to be had, for of a batch that had to be sent again, the brokers answer the newest for all of
   * its records.
   */
  SourceRecord at(long offset) {
    return new SourceRecord(topic, partition, offset, timestamp, key, value, headers);
  }

  /** About how much memory it takes until it is acknowledged. */
  public int weightBytes() {
    return value.length + (key == null ? 0 : key.length) + OVERHEAD_BYTES;
  }
}
