package io.streamproof.audit.investigation;

import io.streamproof.audit.finding.EmissionKey;
import io.streamproof.audit.log.TopicLog;
import io.streamproof.pipeline.record.Origin;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/**
 * Whether what is missing may have been in an output before the audit could read it. It was not,
 * where the audit has read the partition from its beginning, or where the first record that is left
 * of the same source partition precedes it: origins increase.
 */
final class UnreadOutputs {
  /** How far the first record of a source partition is looked for. */
  private static final long FARTHEST = 100_000;

  private final SuspectBlock block;
  private final Map<TopicPartition, Long> starts = new HashMap<>();
  private final Map<TopicPartition, Optional<EmissionKey>> firsts = new HashMap<>();

  UnreadOutputs(SuspectBlock block) {
    this.block = block;
  }

  /** Whether an output may have held an emission unread. */
  boolean mayHaveHeld(TopicPartition output, EmissionKey emission, InvestigationSlice slice) {
    long start = starts.computeIfAbsent(output, slice.facts()::start);
    return start > 0
        && firsts
            .computeIfAbsent(output, o -> first(slice.log(), o, start))
            .filter(first -> first.compareTo(emission) < 0)
            .isEmpty();
  }

  /** The first emission of the same source partition at or behind an offset. */
  private Optional<EmissionKey> first(TopicLog log, TopicPartition output, long start) {
    long beginning = Math.max(start, log.beginning(output));
    EmissionKey[] first = new EmissionKey[1];
    log.visit(
        output,
        beginning,
        log.stableEnd(output),
        record -> {
          Origin origin = record.origin();
          if (origin == null
              || !origin.stage().equals(block.stage().name())
              || origin.partition() != block.partition()) {
            return record.offset() - beginning < FARTHEST;
          }
          first[0] = EmissionKey.of(origin);
          return false;
        });
    return Optional.ofNullable(first[0]);
  }
}
