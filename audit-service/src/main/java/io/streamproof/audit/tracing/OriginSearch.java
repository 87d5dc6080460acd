package io.streamproof.audit.tracing;

import io.streamproof.audit.investigation.Log;
import io.streamproof.pipeline.record.Origin;
import io.streamproof.pipeline.record.SourceRecord;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Finds what follows from a source record in an output partition by bisection: there the origins of
 * one source partition increase. A copy that stands out of order is not found.
 */
final class OriginSearch {
  /** Offsets that are read at one go. */
  private static final long WINDOW = 1_000;

  private final Log log;

  OriginSearch(Log log) {
    this.log = log;
  }

  /** The records whose origin is that source record. */
  List<SourceRecord> find(TopicPartition output, String stage, int partition, long offset) {
    long end = log.end(output);
    long from = log.beginning(output);
    long to = end;
    while (to - from > WINDOW) {
      long middle = from + (to - from) / 2;
      Origin origin = firstFrom(output, middle, to, stage, partition);
      if (origin == null || origin.offset() >= offset) {
        to = middle;
      } else {
        from = middle;
      }
    }
    return log.read(output, from, Math.min(end, to + WINDOW)).stream()
        .filter(record -> follows(record, stage, partition, offset))
        .toList();
  }

  /** Whether a record is an emission of a stage for a source record. */
  static boolean follows(SourceRecord record, String stage, int partition, long offset) {
    Origin origin = record.origin();
    return origin != null && isOf(origin, stage, partition) && origin.offset() == offset;
  }

  private @Nullable Origin firstFrom(
      TopicPartition output, long from, long to, String stage, int partition) {
    for (long at = from; at < to; at += WINDOW) {
      for (SourceRecord record : log.read(output, at, Math.min(to, at + WINDOW))) {
        Origin origin = record.origin();
        if (origin != null && isOf(origin, stage, partition)) {
          return origin;
        }
      }
    }
    return null;
  }

  private static boolean isOf(Origin origin, String stage, int partition) {
    return origin.partition() == partition && origin.stage().equals(stage);
  }
}
