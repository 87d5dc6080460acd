package io.streamproof.audit.investigation;

import io.streamproof.audit.finding.EmissionKey;
import io.streamproof.audit.finding.FindingKind;
import io.streamproof.audit.investigation.ObservedRecord.Likeness;
import io.streamproof.pipeline.stage.OutputRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Compares what is expected of a block with what is in the outputs, emission by emission. Of
 * several records of one emission, the one most like the expected is taken for it, at the lowest
 * offset; the others are duplicates.
 */
final class BlockComparison {
  private final SortedMap<EmissionKey, OutputRecord> expected;
  private final SortedMap<EmissionKey, List<ObservedRecord>> observed;
  private final boolean compacted;
  private final Map<EmissionKey, Likeness> likeness = new HashMap<>();
  private final Set<ObservedRecord> originals = new HashSet<>();

  /**
   * @param compacted whether the expected emissions were all seen before, so that whatever is
   *     observed is a duplicate
   */
  BlockComparison(List<OutputRecord> expected, List<ObservedRecord> observed, boolean compacted) {
    this.expected = new TreeMap<>();
    expected.forEach(record -> this.expected.put(EmissionKey.of(record), record));
    this.observed = new TreeMap<>();
    for (ObservedRecord record : observed) {
      this.observed
          .computeIfAbsent(EmissionKey.of(record.origin()), e -> new ArrayList<>())
          .add(record);
    }
    this.compacted = compacted;
  }

  /** All anomalies but those of order, in the order of emissions. */
  List<EmissionAnomaly> anomalies() {
    List<EmissionAnomaly> anomalies = new ArrayList<>();
    Set<EmissionKey> emissions = new TreeSet<>(expected.keySet());
    emissions.addAll(observed.keySet());
    for (EmissionKey emission : emissions) {
      compare(
          emission, expected.get(emission), observed.getOrDefault(emission, List.of()), anomalies);
    }
    return anomalies;
  }

  /** Whether a record behind a later origin is right but for its order. */
  boolean isOutOfOrder(ObservedRecord record) {
    Likeness like = likeness.get(EmissionKey.of(record.origin()));
    return originals.contains(record) && (like == Likeness.RIGHT || like == Likeness.UNTRACED);
  }

  private void compare(
      EmissionKey emission,
      @Nullable OutputRecord wanted,
      List<ObservedRecord> records,
      List<EmissionAnomaly> anomalies) {
    if (wanted == null) {
      records.forEach(record -> anomalies.add(phantom(emission, record)));
      return;
    }
    if (compacted) {
      if (!records.isEmpty()) {
        anomalies.add(duplicated(emission, wanted, records, 1 + records.size()));
      }
      return;
    }
    if (records.isEmpty()) {
      anomalies.add(
          new EmissionAnomaly(
              FindingKind.LOST, emission, wanted, null, "it stands nowhere in the output"));
      return;
    }
    List<ObservedRecord> ranked =
        records.stream().sorted(Comparator.comparing(record -> record.likeness(wanted))).toList();
    ObservedRecord original = ranked.get(0);
    Likeness like = original.likeness(wanted);
    likeness.put(emission, like);
    originals.add(original);
    if (like != Likeness.RIGHT) {
      anomalies.add(unlike(emission, wanted, original, like));
    }
    if (ranked.size() > 1) {
      anomalies.add(duplicated(emission, wanted, ranked.subList(1, ranked.size()), ranked.size()));
    }
  }

  private static EmissionAnomaly unlike(
      EmissionKey emission, OutputRecord wanted, ObservedRecord record, Likeness like) {
    return switch (like) {
      case CORRUPTED ->
          new EmissionAnomaly(
              FindingKind.CORRUPTED, emission, wanted, record, record.difference(wanted));
      case MISROUTED ->
          new EmissionAnomaly(
              FindingKind.MISROUTED,
              emission,
              wanted,
              record,
              "it stands in partition %d, where it belongs in %d"
                  .formatted(record.record().partition(), wanted.partition()));
      case UNTRACED, RIGHT ->
          new EmissionAnomaly(
              FindingKind.UNTRACED,
              emission,
              wanted,
              record,
              "its trace id is not that of its source");
    };
  }

  private static EmissionAnomaly duplicated(
      EmissionKey emission, OutputRecord wanted, List<ObservedRecord> further, int count) {
    ObservedRecord last = further.get(further.size() - 1);
    return new EmissionAnomaly(
        FindingKind.DUPLICATED,
        emission,
        wanted,
        last,
        "it stands %d times in the output, once more at %s".formatted(count, last.place()));
  }

  private static EmissionAnomaly phantom(EmissionKey emission, ObservedRecord record) {
    return new EmissionAnomaly(
        FindingKind.PHANTOM,
        emission,
        null,
        record,
        "nothing is expected of "
            + record.origin().id()
            + ": the source record there, if there is"
            + " one, causes no such emission");
  }

  /** What is wrong with one emission: it is expected, or observed, or both. */
  record EmissionAnomaly(
      FindingKind kind,
      EmissionKey emission,
      @Nullable OutputRecord expected,
      @Nullable ObservedRecord observed,
      String detail) {}
}
