package io.streamproof.operator.support;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.streamproof.pipeline.record.HeaderNames;
import io.streamproof.pipeline.record.SourceRecord;
import io.streamproof.pipeline.reference.ReferenceStage;
import io.streamproof.pipeline.stage.OutputRecord;
import io.streamproof.pipeline.stage.Stage;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Records as text, all that there is of them but the time of emission, listed by the partition they
 * came from and the one they lie in: equal texts are equal outputs in equal order.
 */
public final class Rendering {
  private static final HexFormat HEX = HexFormat.of();

  private Rendering() {}

  /** What the stage must write, by the reference execution of its source topic. */
  public static Map<String, List<String>> expected(Stage stage, List<SourceRecord> source) {
    Map<Integer, ReferenceStage> references = new TreeMap<>();
    Map<String, List<String>> lists = new TreeMap<>();
    for (SourceRecord record : source) {
      ReferenceStage reference =
          references.computeIfAbsent(record.partition(), p -> new ReferenceStage(stage));
      for (OutputRecord output : reference.process(record)) {
        add(
            lists,
            record.partition(),
            output.topic(),
            output.partition(),
            text(output.timestamp(), output.key(), output.value(), output.headers(0)));
      }
    }
    return lists;
  }

  /** What stands in the stage's topics. */
  public static Map<String, List<String>> observed(List<SourceRecord> outputs) {
    Map<String, List<String>> lists = new TreeMap<>();
    for (SourceRecord record : outputs) {
      var origin = record.origin();
      add(
          lists,
          origin == null ? -1 : origin.partition(),
          record.topic(),
          record.partition(),
          text(record.timestamp(), record.key(), record.value(), record.headers()));
    }
    return lists;
  }

  private static void add(
      Map<String, List<String>> lists, int from, String topic, int partition, String text) {
    lists
        .computeIfAbsent(from + " to " + topic + "-" + partition, k -> new ArrayList<>())
        .add(text);
  }

  private static String text(
      long timestamp, byte @Nullable [] key, byte @Nullable [] value, Headers headers) {
    StringBuilder text = new StringBuilder().append(timestamp);
    text.append(' ').append(text(key)).append(' ').append(text(value));
    for (Header header : headers) {
      text.append(' ').append(header.key()).append('=');
      text.append(
          header.key().equals(HeaderNames.ORIGIN)
              ? new String(header.value(), UTF_8).replaceFirst(";\\d+$", "")
              : text(header.value()));
    }
    return text.toString();
  }

  private static String text(byte @Nullable [] bytes) {
    if (bytes == null) {
      return "null";
    }
    String text = new String(bytes, UTF_8);
    return text.chars().anyMatch(Character::isISOControl) ? HEX.formatHex(bytes) : text;
  }
}
