package io.streamproof.audit.investigation;

import io.streamproof.audit.finding.Kind;
import io.streamproof.audit.investigation.Copy.Likeness;
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
import org.jspecify.annotations.Nullable;

/**
 * Compares what is expected of a block with what stands in the outputs, emission by emission. Of
 * several copies of an emission, the one most like the expected is taken for it, at the lowest
 * offset; the others are duplicates.
 */
final class Comparison {
  private final SortedMap<Emission, OutputRecord> expected;
  private final SortedMap<Emission, List<Copy>> observed;
  private final boolean cameLate;
  private final Map<Emission, Likeness> likeness = new HashMap<>();
  private final Set<Copy> originals = new HashSet<>();

  /**
   * @param cameLate whether the expected emissions were all seen before, so that whatever is
   *     observed is a further copy
   */
  Comparison(List<OutputRecord> expected, List<Copy> observed, boolean cameLate) {
    this.expected = new TreeMap<>();
    expected.forEach(record -> this.expected.put(Emission.of(record), record));
    this.observed = new TreeMap<>();
    for (Copy copy : observed) {
      this.observed.computeIfAbsent(Emission.of(copy.origin()), e -> new ArrayList<>()).add(copy);
    }
    this.cameLate = cameLate;
  }

  /** All anomalies but those of order, in the order of emissions. */
  List<Anomaly> anomalies() {
    List<Anomaly> anomalies = new ArrayList<>();
    Set<Emission> emissions = new java.util.TreeSet<>(expected.keySet());
    emissions.addAll(observed.keySet());
    for (Emission emission : emissions) {
      compare(
          emission, expected.get(emission), observed.getOrDefault(emission, List.of()), anomalies);
    }
    return anomalies;
  }

  /** Whether a record that stands behind a later origin is right but for its order. */
  boolean isOutOfOrder(Copy copy) {
    Likeness like = likeness.get(Emission.of(copy.origin()));
    return originals.contains(copy) && (like == Likeness.RIGHT || like == Likeness.UNTRACED);
  }

  private void compare(
      Emission emission,
      @Nullable OutputRecord wanted,
      List<Copy> copies,
      List<Anomaly> anomalies) {
    if (wanted == null) {
      copies.forEach(copy -> anomalies.add(phantom(emission, copy)));
      return;
    }
    if (cameLate) {
      if (!copies.isEmpty()) {
        anomalies.add(duplicated(emission, wanted, copies, 1 + copies.size()));
      }
      return;
    }
    if (copies.isEmpty()) {
      anomalies.add(
          new Anomaly(Kind.LOST, emission, wanted, null, "it stands nowhere in the output"));
      return;
    }
    List<Copy> ranked =
        copies.stream().sorted(Comparator.comparing(copy -> copy.likeness(wanted))).toList();
    Copy original = ranked.get(0);
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

  private static Anomaly unlike(Emission emission, OutputRecord wanted, Copy copy, Likeness like) {
    return switch (like) {
      case CORRUPTED ->
          new Anomaly(Kind.CORRUPTED, emission, wanted, copy, copy.difference(wanted));
      case MISROUTED ->
          new Anomaly(
              Kind.MISROUTED,
              emission,
              wanted,
              copy,
              "it stands in partition %d, where it belongs in %d"
                  .formatted(copy.record().partition(), wanted.partition()));
      case UNTRACED, RIGHT ->
          new Anomaly(
              Kind.UNTRACED, emission, wanted, copy, "its trace id is not that of its source");
    };
  }

  private static Anomaly duplicated(
      Emission emission, OutputRecord wanted, List<Copy> further, int count) {
    Copy last = further.get(further.size() - 1);
    return new Anomaly(
        Kind.DUPLICATED,
        emission,
        wanted,
        last,
        "it stands %d times in the output, once more at %s".formatted(count, last.place()));
  }

  private static Anomaly phantom(Emission emission, Copy copy) {
    return new Anomaly(
        Kind.PHANTOM,
        emission,
        null,
        copy,
        "nothing is expected of "
            + copy.origin().id()
            + ": the source record there, if there is"
            + " one, causes no such emission");
  }
}
