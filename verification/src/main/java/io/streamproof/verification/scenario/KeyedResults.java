package io.streamproof.verification.scenario;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.streamproof.pipeline.record.SourceRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The values of a pipeline's results by topic and key, each key's in the order of its partition.
 *
 * @param byKey a key is {@code <topic>/<key>}
 */
record KeyedResults(Map<String, List<String>> byKey) {
  static KeyedResults read(Logs logs, Iterable<String> topics) {
    Map<String, List<String>> byKey = new TreeMap<>();
    for (String topic : topics) {
      for (List<SourceRecord> partition : logs.committed(topic)) {
        for (SourceRecord record : partition) {
          byKey
              .computeIfAbsent(topic + "/" + text(record.key()), key -> new ArrayList<>())
              .add(text(record.value()));
        }
      }
    }
    return new KeyedResults(byKey);
  }

  /** The keys in which these differ from others, with how many values each has; empty: none. */
  List<String> differences(KeyedResults others, Equality equality) {
    TreeSet<String> keys = new TreeSet<>(byKey.keySet());
    keys.addAll(others.byKey.keySet());
    List<String> differences = new ArrayList<>();
    for (String key : keys) {
      List<String> own = byKey.getOrDefault(key, List.of());
      List<String> other = others.byKey.getOrDefault(key, List.of());
      if (!compared(own, equality).equals(compared(other, equality))) {
        differences.add(
            "%s: %d values, where an undisturbed run has %d; the last: %s, and %s"
                .formatted(key, own.size(), other.size(), last(own), last(other)));
      }
    }
    return differences;
  }

  private static List<String> compared(List<String> values, Equality equality) {
    return switch (equality) {
      case LAST -> last(values);
      case SEQUENCE -> values;
      case SET -> values.stream().sorted().toList();
    };
  }

  private static List<String> last(List<String> values) {
    return values.subList(Math.max(0, values.size() - 1), values.size());
  }

  private static String text(byte @Nullable [] bytes) {
    return bytes == null ? "" : new String(bytes, UTF_8);
  }
}
