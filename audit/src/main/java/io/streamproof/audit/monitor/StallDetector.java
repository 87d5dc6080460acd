package io.streamproof.audit.monitor;

import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.catalogue.AuditedStage;
import io.streamproof.audit.monitor.StallLog.Stall;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * Detects stages that make no progress. A stage stalls when polls that follow each other closely
 * have seen it at the same committed offset, with a record waiting, for as long as its pipeline
 * allows. No stage is blamed for a time without polls, whether the audit was down, halted or cut
 * off: detection starts over.
 */
final class StallDetector {
  /** Polls further apart do not follow each other closely. */
  static final Duration LONGEST_GAP = Duration.ofSeconds(15);

  private final AuditedPipeline pipeline;
  private Map<HopKey, Standstill> standstills = new HashMap<>();
  private long lastNanos;

  StallDetector(AuditedPipeline pipeline) {
    this.pipeline = pipeline;
  }

  private record HopKey(short stageId, int partition) {}

  /** The committed offset of a stage with input waiting, and since when it was seen so. */
  private record Standstill(long offset, long sinceNanos) {}

  /** The stages that stall at a poll. */
  Set<Stall> see(PipelinePoll poll) {
    if (poll.nanos() - lastNanos > LONGEST_GAP.toNanos()) {
      standstills.clear();
    }
    lastNanos = poll.nanos();
    Map<HopKey, Standstill> now = new HashMap<>();
    Set<Stall> stalls = new HashSet<>();
    for (AuditedStage stage : pipeline.stages()) {
      for (TopicPartition source : PipelinePoll.sources(stage)) {
        if (poll.waits(stage, source)) {
          HopKey hop = new HopKey(stage.id(), source.partition());
          Standstill standstill = standstill(hop, poll.committed(stage, source), poll.nanos());
          now.put(hop, standstill);
          if (isLong(poll.nanos() - standstill.sinceNanos())) {
            stalls.add(new Stall(stage.name(), source.partition(), standstill.offset()));
          }
        }
      }
    }
    standstills = now;
    return stalls;
  }

  /** A poll has failed, so what happened since the last one is unknown. */
  void interrupt() {
    standstills.clear();
  }

  private Standstill standstill(HopKey hop, long committed, long nanos) {
    Standstill before = standstills.get(hop);
    return before != null && before.offset() == committed
        ? before
        : new Standstill(committed, nanos);
  }

  private boolean isLong(long nanos) {
    return nanos >= pipeline.specification().pace().stallAfter().toNanos();
  }
}
