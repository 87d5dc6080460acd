package io.streamproof.verification.adversary;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.streamproof.pipeline.record.HeaderNames;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * A record such as no honest service writes, made of an honest one.
 *
 * @param name of the attack, and of the pipeline that it is tried on
 */
record HostileRecord(String name, UnaryOperator<ProducerRecord<byte[], byte[]>> change) {
  private static final int MANY_HEADERS = 2_000;
  private static final int LARGE_HEADER = 1 << 20;
  private static final int DEEP = 100_000;
  private static final int LARGE_KEY = 2 << 20;

  /** Every attack. */
  static List<HostileRecord> all() {
    return List.of(
        // to_timestamp of PostgreSQL ends at 294276, which is 9.2e15 ms.
        new HostileRecord("time-behind-sql", timed(9_300_000_000_000_000L)),
        new HostileRecord("time-within-sql", timed(9_000_000_000_000_000L)),
        new HostileRecord("time-greatest", timed(Long.MAX_VALUE)),
        new HostileRecord("time-none", timed(-1L)),
        new HostileRecord("time-before-1970", timed(-62_135_596_800_001L)),
        new HostileRecord("time-least", timed(Long.MIN_VALUE)),
        new HostileRecord("lone-surrogate", valued("\"x\":\"\\ud800\"")),
        new HostileRecord("escaped-nul", valued("\"x\":\"\\u0000\",\"\\u0000\":1")),
        new HostileRecord("raw-nul", valued("\"x\":\"\u0000\"")),
        new HostileRecord("huge-number", valued("\"x\":1e999999999,\"y\":" + "9".repeat(100_000))),
        new HostileRecord("deep", record -> with(record, record.key(), deep())),
        new HostileRecord(
            "no-utf8", record -> with(record, record.key(), bytes(0x22, 0xC3, 0x28, 0xFF, 0x22))),
        new HostileRecord(
            "odd-key",
            record -> with(record, bytes(0x00, 0xED, 0xA0, 0x80, 0xFF, 0xFE), record.value())),
        new HostileRecord("large-key", record -> with(record, new byte[LARGE_KEY], record.value())),
        new HostileRecord("tombstone", record -> with(record, null, null)),
        new HostileRecord("odd-headers", HostileRecord::withOddHeaders),
        new HostileRecord("null-headers", HostileRecord::withNullHeaders),
        new HostileRecord("many-headers", HostileRecord::withManyHeaders));
  }

  ProducerRecord<byte[], byte[]> of(ProducerRecord<byte[], byte[]> honest) {
    return change.apply(honest);
  }

  @Override
  public String toString() {
    return name;
  }

  /** Another time, which may be one that a producer's record does not take. */
  private static UnaryOperator<ProducerRecord<byte[], byte[]>> timed(long millis) {
    return record ->
        new ProducerRecord<>(
            record.topic(),
            record.partition(),
            Math.max(0, millis),
            record.key(),
            record.value(),
            record.headers()) {
          @Override
          public Long timestamp() {
            return millis;
          }
        };
  }

  /** An event with a further member. */
  private static UnaryOperator<ProducerRecord<byte[], byte[]>> valued(String member) {
    String value = "{\"n\":1,\"customer\":\"c1\",\"at\":1704067200000," + member + "}";
    return record -> with(record, record.key(), value.getBytes(UTF_8));
  }

  private static byte[] deep() {
    return ("{\"n\":1,\"x\":" + "[".repeat(DEEP) + "]".repeat(DEEP) + "}").getBytes(UTF_8);
  }

  private static ProducerRecord<byte[], byte[]> withOddHeaders(
      ProducerRecord<byte[], byte[]> record) {
    Headers headers = record.headers();
    for (String name :
        List.of(
            HeaderNames.TRACEPARENT,
            HeaderNames.TRACESTATE,
            HeaderNames.ARRIVED,
            HeaderNames.TYPE,
            HeaderNames.SPEC_VERSION,
            HeaderNames.SOURCE,
            HeaderNames.TIME,
            HeaderNames.CONTENT_TYPE)) {
      headers.remove(name).add(name, bytes(0x00, 0xED, 0xA0, 0x80, 0xFF, 0x22));
    }
    headers.add(HeaderNames.ID, bytes(0x00, 0xFF)).add("", new byte[0]);
    return record;
  }

  private static ProducerRecord<byte[], byte[]> withNullHeaders(
      ProducerRecord<byte[], byte[]> record) {
    Headers headers = new RecordHeaders();
    record.headers().forEach(header -> headers.add(header.key(), null));
    return new ProducerRecord<>(
        record.topic(),
        record.partition(),
        record.timestamp(),
        record.key(),
        record.value(),
        headers);
  }

  private static ProducerRecord<byte[], byte[]> withManyHeaders(
      ProducerRecord<byte[], byte[]> record) {
    Headers headers = record.headers();
    IntStream.range(0, MANY_HEADERS).forEach(n -> headers.add("x-" + n, bytes(n)));
    headers
        .remove(HeaderNames.TYPE)
        .add(HeaderNames.TYPE, "t".repeat(LARGE_HEADER).getBytes(UTF_8));
    return record;
  }

  private static ProducerRecord<byte[], byte[]> with(
      ProducerRecord<byte[], byte[]> record, byte @Nullable [] key, byte @Nullable [] value) {
    return new ProducerRecord<>(
        record.topic(), record.partition(), record.timestamp(), key, value, record.headers());
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }
}
