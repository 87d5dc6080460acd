package io.streamproof.audit.observation;

import io.streamproof.audit.catalogue.TopicRole;
import io.streamproof.pipeline.record.ArrivalTime;
import io.streamproof.pipeline.record.Origin;
import io.streamproof.pipeline.record.SourceRecord;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How long a result may take, from the arrival of its event at ingest to its emission, both by the
 * clocks of those who did it. A record that does not say when its event arrived is never late.
 */
final class LatencyLimit {
  private final long mostMicros;

  private LatencyLimit(Duration most) {
    this.mostMicros = most.dividedBy(ChronoUnit.MICROS.getDuration());
  }

  /** The limit for what stands in a topic; empty where results do not, or may take any time. */
  static Optional<LatencyLimit> in(TopicRole role) {
    Duration most = role.pipeline().specification().pace().latencyMax();
    return most == null || !role.isResults()
        ? Optional.empty()
        : Optional.of(new LatencyLimit(most));
  }

  /** How long a result took, in microseconds, if that was too long. */
  OptionalLong exceededBy(Origin origin, SourceRecord record) {
    OptionalLong arrived = ArrivalTime.read(record);
    if (arrived.isEmpty()) {
      return arrived;
    }
    long took = origin.emittedAtMicros() - arrived.getAsLong();
    return took > mostMicros ? OptionalLong.of(took) : OptionalLong.empty();
  }
}
