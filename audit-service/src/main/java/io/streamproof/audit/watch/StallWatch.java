package io.streamproof.audit.watch;

import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.catalogue.AuditedStage;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * Sees stages stand still. A stage stalls when looks that follow each other closely have seen it at
 * the same committed offset, with a record waiting, from the first of them to the last, for as long
 * as its pipeline allows. For a time in which nobody looked, be it that the audit was not there,
 * was halted or was cut off itself, no stage is blamed: watching begins anew.
 */
final class StallWatch {
  /** Looks further apart are not one watch. */
  static final Duration LONGEST_GAP = Duration.ofSeconds(15);

  private final AuditedPipeline pipeline;
  private Map<Hop, Stand> stands = new HashMap<>();
  private long lastNanos;

  StallWatch(AuditedPipeline pipeline) {
    this.pipeline = pipeline;
  }

  private record Hop(short stageId, int partition) {}

  /** Where a stage has stood with input waiting, and since when it was seen so. */
  private record Stand(long offset, long sinceNanos) {}

  /** What stands still at a look. */
  Set<Stall> see(Look look) {
    if (look.nanos() - lastNanos > LONGEST_GAP.toNanos()) {
      stands.clear();
    }
    lastNanos = look.nanos();
    Map<Hop, Stand> now = new HashMap<>();
    Set<Stall> stalls = new HashSet<>();
    for (AuditedStage stage : pipeline.stages()) {
      for (TopicPartition source : Look.sources(stage)) {
        if (look.waits(stage, source)) {
          Hop hop = new Hop(stage.id(), source.partition());
          Stand stand = stand(hop, look.committed(stage, source), look.nanos());
          now.put(hop, stand);
          if (isLong(look.nanos() - stand.sinceNanos())) {
            stalls.add(new Stall(stage.name(), source.partition(), stand.offset()));
          }
        }
      }
    }
    stands = now;
    return stalls;
  }

  /** A look has failed: what happened since the last one, nobody knows. */
  void interrupt() {
    stands.clear();
  }

  private Stand stand(Hop hop, long committed, long nanos) {
    Stand before = stands.get(hop);
    return before != null && before.offset() == committed ? before : new Stand(committed, nanos);
  }

  private boolean isLong(long nanos) {
    return nanos >= pipeline.specification().pace().stallAfter().toNanos();
  }
}
