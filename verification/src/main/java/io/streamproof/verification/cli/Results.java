package io.streamproof.verification.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.streamproof.pipeline.record.HeaderNames;
import io.streamproof.pipeline.record.JsonCodec;
import io.streamproof.pipeline.record.Origin;
import io.streamproof.pipeline.record.SourceRecord;
import io.streamproof.pipeline.record.TraceContext;
import io.streamproof.verification.stack.TopicReader;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The records of a pipeline's result topics as NDJSON, by topic, partition and offset; each payload
 * stands there exactly as in its topic.
 */
final class Results {
  private static final byte[] NULL = "null".getBytes(UTF_8);

  private Results() {}

  /** Writes all that is committed now; gives the number of records. */
  static long write(String brokers, Collection<String> topics, OutputStream target)
      throws IOException {
    TopicReader reader = new TopicReader(brokers);
    AtomicLong count = new AtomicLong();
    try (OutputStream out = new BufferedOutputStream(target, 1 << 16)) {
      for (String topic : topics.stream().sorted().toList()) {
        reader.<IOException>read(
            topic,
            record -> {
              out.write(line(SourceRecord.of(record)));
              count.incrementAndGet();
            });
      }
    }
    return count.get();
  }

  /** {@code {"key", "data", "time", "origin", "traceId"}} and a line's end. */
  static byte[] line(SourceRecord record) {
    Origin origin = record.origin();
    TraceContext trace = TraceContext.parse(record.header(HeaderNames.TRACEPARENT));
    byte[] key = record.key();
    ByteArrayOutputStream line = new ByteArrayOutputStream(256);
    line.writeBytes(ascii("{\"key\":"));
    line.writeBytes(JsonCodec.write(key == null ? null : new String(key, UTF_8)));
    line.writeBytes(ascii(",\"data\":"));
    line.writeBytes(payload(record.value()));
    line.writeBytes(ascii(",\"time\":"));
    line.writeBytes(JsonCodec.write(Instant.ofEpochMilli(record.timestamp()).toString()));
    line.writeBytes(ascii(",\"origin\":"));
    line.writeBytes(JsonCodec.write(origin == null ? null : origin.id()));
    line.writeBytes(ascii(",\"traceId\":"));
    line.writeBytes(JsonCodec.write(trace == null ? null : trace.traceId()));
    line.writeBytes(ascii("}\n"));
    return line.toByteArray();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(US_ASCII);
  }

  /** Line ends within a JSON text are white space between its tokens, and nothing else. */
  private static byte[] payload(byte @Nullable [] value) {
    if (value == null) {
      return NULL;
    }
    byte[] flat = value.clone();
    for (int i = 0; i < flat.length; i++) {
      if (flat[i] == '\n' || flat[i] == '\r') {
        flat[i] = ' ';
      }
    }
    return flat;
  }
}
