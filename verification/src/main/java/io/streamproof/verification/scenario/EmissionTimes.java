package io.streamproof.verification.scenario;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.streamproof.pipeline.record.EpochMicros;
import io.streamproof.pipeline.record.Origin;
import io.streamproof.pipeline.spec.PipelineSpecification;
import io.streamproof.pipeline.spec.StageSpecification;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * When emissions were made, by what stands in the topics. One that does not stand there has the
 * time of the next of its source partition.
 */
final class EmissionTimes {
  private final PipelineSpecification pipeline;
  private final Logs logs;
  private final Map<String, NavigableMap<Place, Long>> emitted = new HashMap<>();

  EmissionTimes(PipelineSpecification pipeline, Logs logs) {
    this.pipeline = pipeline;
    this.logs = logs;
  }

  /** When the emission was made that an anomaly is about; null: it is about none of a stage's. */
  @Nullable Instant of(Anomaly anomaly) {
    Origin origin = origin(anomaly.identity());
    StageSpecification stage = pipeline.stage(anomaly.stage()).orElse(null);
    if (origin == null || stage == null) {
      return null;
    }
    Place place = Place.of(origin);
    Map.Entry<Place, Long> next =
        emitted.computeIfAbsent(stage.name(), name -> emissions(stage)).ceilingEntry(place);
    return next == null || next.getKey().partition() != place.partition()
        ? null
        : EpochMicros.instant(next.getValue());
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

  private NavigableMap<Place, Long> emissions(StageSpecification stage) {
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
