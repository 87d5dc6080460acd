package io.streamproof.verification.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.streamproof.pipeline.record.HeaderNames;
import io.streamproof.pipeline.record.SourceRecord;
import java.util.Locale;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** Orders, 50 in a second of event time; the one at an offset is a function of the offset. */
final class LineageEvents {
  private static final long BEGIN_MILLIS = 1_700_000_000_000L;
  private static final int MILLIS_BETWEEN = 20;
  private static final int CUSTOMERS = 1_000;
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private LineageEvents() {}

  /** The record as ingest would have written it. */
  static SourceRecord at(String topic, long offset) {
    long mixed = (offset + 1) * GOLDEN;
    long millis = BEGIN_MILLIS + offset * MILLIS_BETWEEN;
    String customer = "customer-" + Long.remainderUnsigned(mixed >>> 20, CUSTOMERS);
    String payload =
        "{\"customer\":\"%s\",\"at\":%s,\"amount\":%s,\"note\":\"order number %s\"}"
            .formatted(customer, millis, Long.remainderUnsigned(mixed >>> 40, 100), offset);
    return new SourceRecord(
        topic,
        0,
        offset,
        millis,
        customer.getBytes(UTF_8),
        payload.getBytes(UTF_8),
        headers(offset, mixed));
  }

  private static Headers headers(long offset, long mixed) {
    Headers headers = new RecordHeaders();
    headers.add(
        HeaderNames.TRACEPARENT,
        String.format(Locale.ROOT, "00-%016x%016x-%016x-00", mixed, offset, mixed | 1)
            .getBytes(UTF_8));
    headers.add(HeaderNames.TYPE, "order".getBytes(UTF_8));
    headers.add(HeaderNames.ID, String.valueOf(offset).getBytes(UTF_8));
    headers.add(HeaderNames.SOURCE, "/bench".getBytes(UTF_8));
    return headers;
  }
}
