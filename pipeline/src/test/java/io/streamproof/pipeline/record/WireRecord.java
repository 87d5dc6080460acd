package io.streamproof.pipeline.record;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Objects;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * A record as text: partition, offset, timestamp and key, its headers in their order, an empty
 * line, its value. Each service compares what it writes with such golden files, and reads them.
 */
public final class WireRecord {
  private WireRecord() {}

  /** The record of a golden file. */
  public static SourceRecord read(String name, String topic) {
    String[] parts = WireFile.text(name).strip().split("\n\n", 2);
    String[] lines = parts[0].split("\n", -1);
    RecordHeaders headers = new RecordHeaders();
    for (int i = 4; i < lines.length; i++) {
      String[] header = lines[i].split(": ", 2);
      headers.add(header[0], header[1].getBytes(UTF_8));
    }
    return new SourceRecord(
        topic,
        Integer.parseInt(after("partition ", lines[0])),
        Long.parseLong(after("offset ", lines[1])),
        Long.parseLong(after("timestamp ", lines[2])),
        after("key ", lines[3]).getBytes(UTF_8),
        parts[1].getBytes(UTF_8),
        headers);
  }

  /** The text of a record that has a key and a value. */
  public static String text(SourceRecord record) {
    StringBuilder text =
        new StringBuilder(
            "partition %s\noffset %s\ntimestamp %s\nkey %s\n"
                .formatted(
                    record.partition(), record.offset(), record.timestamp(), utf8(record.key())));
    for (Header header : record.headers()) {
      text.append(header.key()).append(": ").append(utf8(header.value())).append('\n');
    }
    return text.append('\n').append(utf8(record.value())).append('\n').toString();
  }

  private static String after(String name, String line) {
    if (!line.startsWith(name)) {
      throw new IllegalArgumentException("no " + name + "in " + line);
    }
    return line.substring(name.length());
  }

  private static String utf8(byte @Nullable [] bytes) {
    return new String(Objects.requireNonNull(bytes), UTF_8);
  }
}
