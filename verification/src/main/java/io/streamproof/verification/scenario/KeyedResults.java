package io.streamproof.verification.scenario;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.streamproof.pipeline.record.EpochMicros;
import io.streamproof.pipeline.record.Origin;
import io.streamproof.pipeline.record.SourceRecord;
import java.time.Instant;
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
record KeyedResults(Map<String, List<Result>> byKey) {
  /**
   * A result.
   *
   * @param emittedAt null: it does not say
   */
  record Result(String value, @Nullable Instant emittedAt) {
    static Result of(SourceRecord record) {
      Origin origin = record.origin();
      return new Result(
          text(record.value()),
          origin == null ? null : EpochMicros.instant(origin.emittedAtMicros()));
    }
  }

  /**
   * What differs.
   *
   * @param emittedAt when the first result was made that differs; null: not known
   */
  record Difference(String words, @Nullable Instant emittedAt) {}

  static KeyedResults read(Logs logs, Iterable<String> topics) {
    Map<String, List<Result>> byKey = new TreeMap<>();
    for (String topic : topics) {
      for (List<SourceRecord> partition : logs.committed(topic)) {
        for (SourceRecord record : partition) {
          byKey
              .computeIfAbsent(topic + "/" + text(record.key()), key -> new ArrayList<>())
              .add(Result.of(record));
        }
      }
    }
    return new KeyedResults(byKey);
  }

  /** The values by key. */
  Map<String, List<String>> values() {
    Map<String, List<String>> values = new TreeMap<>();
    byKey.forEach((key, results) -> values.put(key, values(results)));
    return values;
  }

  /** The keys in which these differ from others, with how many values each has; empty: none. */
  List<Difference> differences(KeyedResults others, Equality equality) {
    TreeSet<String> keys = new TreeSet<>(byKey.keySet());
    keys.addAll(others.byKey.keySet());
    List<Difference> differences = new ArrayList<>();
    for (String key : keys) {
      List<Result> results = byKey.getOrDefault(key, List.of());
      List<String> own = values(results);
      List<String> other = values(others.byKey.getOrDefault(key, List.of()));
      if (!compared(own, equality).equals(compared(other, equality))) {
        differences.add(
            new Difference(
                "%s: %s values, where an undisturbed run has %s; the last: %s, and %s"
                    .formatted(key, own.size(), other.size(), last(own), last(other)),
                firstOther(results, other, equality)));
      }
    }
    return differences;
  }

  /** When the first value was emitted that makes the difference; if none does, the last. */
  private static @Nullable Instant firstOther(
      List<Result> results, List<String> other, Equality equality) {
    List<String> values = values(results);
    int first =
        switch (equality) {
          case LAST -> results.size();
          case SEQUENCE -> firstMisplaced(values, other);
          case SET -> firstSurplus(values, other);
        };
    return results.isEmpty() ? null : results.get(Math.min(first, results.size() - 1)).emittedAt();
  }

  /** The place of the first value that is not the other's there; behind all if there is none. */
  private static int firstMisplaced(List<String> values, List<String> other) {
    int place = 0;
    while (place < Math.min(values.size(), other.size())
        && values.get(place).equals(other.get(place))) {
      place++;
    }
    return place;
  }

  /** The place of the first value that the other has less often; behind all if there is none. */
  private static int firstSurplus(List<String> values, List<String> other) {
    List<String> left = new ArrayList<>(other);
    int place = 0;
    while (place < values.size() && left.remove(values.get(place))) {
      place++;
    }
    return place;
  }

  private static List<String> values(List<Result> results) {
    return results.stream().map(Result::value).toList();
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
