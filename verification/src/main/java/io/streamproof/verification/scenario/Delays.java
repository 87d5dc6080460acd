package io.streamproof.verification.scenario;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.streamproof.pipeline.record.Origin;
import io.streamproof.pipeline.spec.PipelineSpecification;
import io.streamproof.pipeline.spec.StageSpecification;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How long it took from an emission to the finding about it. What was never emitted counts from the
 * next emission of the same source partition. What is of time says nothing of it.
 *
 * @param sorted a duration for each finding about a stage's emission
 */
record Delays(List<Duration> sorted) {
  Delays {
    sorted = sorted.stream().sorted().toList();
  }

  static Delays of(PipelineSpecification pipeline, Logs logs, List<FoundFinding> findings) {
    Map<String, NavigableMap<Place, Long>> emitted = new HashMap<>();
    List<Duration> delays = new ArrayList<>();
    for (FoundFinding finding : findings) {
      Origin origin = origin(finding.anomaly().identity());
      StageSpecification stage = pipeline.stage(finding.anomaly().stage()).orElse(null);
      if (origin == null || stage == null || finding.anomaly().isOfTime()) {
        continue;
      }
      NavigableMap<Place, Long> times =
          emitted.computeIfAbsent(stage.name(), name -> emissions(pipeline, stage, logs));
      Long micros = micros(times, Place.of(origin));
      if (micros != null) {
        delays.add(
            Duration.between(Instant.EPOCH.plus(micros, ChronoUnit.MICROS), finding.foundAt()));
      }
    }
    return new Delays(delays);
  }

  /** Half of the findings were there sooner; null: there is none. */
  @Nullable Duration median() {
    return sorted.isEmpty() ? null : sorted.get(sorted.size() / 2);
  }

  /** All findings were there by then; null: there is none. */
  @Nullable Duration longest() {
    return sorted.isEmpty() ? null : sorted.get(sorted.size() - 1);
  }

  /** An emission's place in its stage. */
  private record Place(int partition, long offset, int index) implements Comparable<Place> {
    private static final Comparator<Place> ORDER =
        Comparator.comparingInt(Place::partition)
            .thenComparingLong(Place::offset)
            .thenComparingInt(Place::index);

    static Place of(Origin origin) {
      return new Place(origin.partition(), origin.offset(), origin.index());
    }

    @Override
    public int compareTo(Place other) {
      return ORDER.compare(this, other);
    }
  }

  private static @Nullable Long micros(NavigableMap<Place, Long> times, Place place) {
    Map.Entry<Place, Long> next = times.ceilingEntry(place);
    return next == null || next.getKey().partition() != place.partition() ? null : next.getValue();
  }

  private static NavigableMap<Place, Long> emissions(
      PipelineSpecification pipeline, StageSpecification stage, Logs logs) {
    NavigableMap<Place, Long> times = new TreeMap<>();
    for (Origin origin : logs.origins(pipeline, stage)) {
      times.put(Place.of(origin), origin.emittedAtMicros());
    }
    return times;
  }

  /** An origin without its further parts; null if it is none. */
  private static @Nullable Origin origin(String identity) {
    return Origin.parse((identity + ";00000000;0").getBytes(US_ASCII));
  }
}
