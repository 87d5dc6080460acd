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
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Compares what is expected of a block with what is in the outputs, emission by emission. Of
 * several records of one emission, the one most like the expected is taken for it, at the lowest
 * offset; the others repeat it. A repetition that is as expected is a duplicate; one that is not is
 * corrupted or misrouted: even a stage that may repeat an emission must not change it.
 */
final class BlockComparison {
  private final SortedMap<EmissionKey, OutputRecord> expected;
  private final SortedMap<EmissionKey, List<ObservedRecord>> observed;
  private final boolean compacted;
  private final Map<EmissionKey, Likeness> likeness = new HashMap<>();
  private final Set<ObservedRecord> originals = new HashSet<>();

  /**
   * @param compacted whether the expected emissions were all seen before, so that whatever is
   *     observed repeats one
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

  /** Whether none of an emission's records has the content that is expected. */
  boolean isCorrupted(EmissionKey emission) {
    return likeness.get(emission) == Likeness.CORRUPTED;
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
    if (records.isEmpty()) {
      if (!compacted) {
        anomalies.add(
            new EmissionAnomaly(
                FindingKind.LOST, emission, wanted, null, "it stands nowhere in the output"));
      }
      return;
    }
    List<ObservedRecord> ranked =
        records.stream().sorted(Comparator.comparing(record -> record.likeness(wanted))).toList();
    if (!compacted) {
      likeness.put(emission, ranked.get(0).likeness(wanted));
      originals.add(ranked.get(0));
    }
    first(ranked, wanted, Likeness.MISROUTED)
        .ifPresent(record -> anomalies.add(misrouted(emission, wanted, record)));
    first(ranked, wanted, Likeness.CORRUPTED)
        .ifPresent(record -> anomalies.add(corrupted(emission, wanted, record)));
    if (likeness.get(emission) == Likeness.UNTRACED) {
      anomalies.add(untraced(emission, wanted, ranked.get(0)));
    }
    List<ObservedRecord> alike =
        ranked.stream().filter(record -> isAlike(record.likeness(wanted))).toList();
    int times = alike.size() + (compacted ? 1 : 0);
    if (times > 1) {
      anomalies.add(duplicated(emission, wanted, alike.get(alike.size() - 1), times));
    }
  }

  private static Optional<ObservedRecord> first(
      List<ObservedRecord> records, OutputRecord wanted, Likeness like) {
    return records.stream().filter(record -> record.likeness(wanted) == like).findFirst();
  }

  private static boolean isAlike(Likeness like) {
    return like == Likeness.RIGHT || like == Likeness.UNTRACED;
  }

  private EmissionAnomaly corrupted(
      EmissionKey emission, OutputRecord wanted, ObservedRecord record) {
    return new EmissionAnomaly(
        FindingKind.CORRUPTED,
        emission,
        wanted,
        record,
        repeated(record) + record.difference(wanted));
  }

  private EmissionAnomaly misrouted(
      EmissionKey emission, OutputRecord wanted, ObservedRecord record) {
    return new EmissionAnomaly(
        FindingKind.MISROUTED,
        emission,
        wanted,
        record,
        repeated(record)
            + "it stands in partition %s, where it belongs in %s"
                .formatted(record.record().partition(), wanted.partition()));
  }

  private String repeated(ObservedRecord record) {
    return originals.contains(record) ? "" : "it is repeated, and not as it was: ";
  }

  private static EmissionAnomaly untraced(
      EmissionKey emission, OutputRecord wanted, ObservedRecord record) {
    return new EmissionAnomaly(
        FindingKind.UNTRACED, emission, wanted, record, "its trace id is not that of its source");
  }

  private static EmissionAnomaly duplicated(
      EmissionKey emission, OutputRecord wanted, ObservedRecord last, int times) {
    return new EmissionAnomaly(
        FindingKind.DUPLICATED,
        emission,
        wanted,
        last,
        "it stands %s times in the output, once more at %s".formatted(times, last.place()));
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
