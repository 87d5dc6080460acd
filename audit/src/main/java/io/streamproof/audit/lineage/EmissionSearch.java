package io.streamproof.audit.lineage;

import io.streamproof.audit.catalogue.AuditedStage;
import io.streamproof.audit.finding.RecordPlace;
import io.streamproof.pipeline.record.Origin;
import io.streamproof.pipeline.record.SourceRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Finds what a stage has emitted for one source record in a partition of its output. A stage emits
 * in the order of its source, so within an output partition the origins of one source partition
 * increase: a binary search by offset leads there. Probes vote by the middle one of the records
 * that they see, and the last stretch is read whole, with a margin, so that a record that stands a
 * little out of order, or lies about its origin, does not lead astray.
 *
 * @param partition the source partition
 */
record EmissionSearch(BoundedReader reader, AuditedStage stage, int partition) {
  private static final int PROBE = 200;
  private static final int MARGIN = 1_000;

  /**
   * A record with the source offset in its origin.
   *
   * @param behind where a record before it is that was caused later; null: it is in order
   */
  record FoundEmission(SourceRecord record, @Nullable RecordPlace behind) {}

  /** The records with the source offset in their origin, in order. */
  List<FoundEmission> find(TopicPartition output, long offset) {
    long low = reader.beginning(output);
    long high = reader.end(output);
    long met = -1;
    while (high - low > 2 * MARGIN) {
      long middle = low + (high - low) / 2;
      List<SourceRecord> seen = probe(output, middle, high);
      if (seen.isEmpty() || isBehind(seen, offset)) {
        high = middle;
      } else if (offsetOf(seen.get(0)) == offset) {
        // It may be a duplicate, long behind the first one.
        met = seen.get(0).offset();
        high = middle;
      } else if (offsetOf(seen.get(seen.size() / 2)) < offset) {
        low = Math.max(middle, seen.get(0).offset());
      } else {
        low = Math.max(low, seen.get(0).offset() - MARGIN);
        high = Math.min(high, seen.get(seen.size() - 1).offset() + 1);
        break;
      }
    }
    Map<Long, FoundEmission> found = new TreeMap<>();
    around(output, low, high, offset).forEach(s -> found.put(s.record().offset(), s));
    if (met >= 0 && !found.containsKey(met)) {
      around(output, met, met, offset).forEach(s -> found.putIfAbsent(s.record().offset(), s));
    }
    return List.copyOf(found.values());
  }

  /** All of what a probe saw was emitted later than what is sought. */
  private static boolean isBehind(List<SourceRecord> seen, long offset) {
    return offsetOf(seen.get(0)) > offset && offsetOf(seen.get(seen.size() / 2)) > offset;
  }

  /** The stage's records of the source partition in the first page from an offset that has any. */
  private List<SourceRecord> probe(TopicPartition output, long from, long to) {
    long next = from;
    int size = PROBE;
    while (next < to) {
      List<SourceRecord> page = reader.page(output, next, to, size);
      List<SourceRecord> own = page.stream().filter(this::isOwn).toList();
      if (!own.isEmpty() || page.size() < size) {
        return own;
      }
      next = page.get(page.size() - 1).offset() + 1;
      size = Math.min(2 * size, 20 * PROBE);
    }
    return List.of();
  }

  /**
   * Whether what was emitted for a source offset may have been taken by retention, since all that
   * is left of the partition was emitted later.
   */
  boolean mayBeGone(TopicPartition output, long offset) {
    long beginning = reader.beginning(output);
    if (beginning == 0) {
      return false;
    }
    List<SourceRecord> oldest = probe(output, beginning, reader.end(output));
    return oldest.isEmpty() || offsetOf(oldest.get(0)) >= offset;
  }

  /** Reads the stretch with its margins, and on as long as there are more of them. */
  private List<FoundEmission> around(TopicPartition output, long low, long high, long offset) {
    List<FoundEmission> found = new ArrayList<>();
    long next = Math.max(low - MARGIN, reader.beginning(output));
    long to = high + MARGIN;
    @Nullable SourceRecord latest = null;
    boolean more = true;
    while (more) {
      List<SourceRecord> page = reader.page(output, next, Long.MAX_VALUE, MARGIN);
      long before = found.size();
      for (SourceRecord record : page) {
        if (isOwn(record) && offsetOf(record) == offset) {
          found.add(new FoundEmission(record, latest == null ? null : RecordPlace.of(latest)));
        } else if (isOwn(record) && offsetOf(record) > offset) {
          latest = record;
        }
      }
      next = page.isEmpty() ? next : page.get(page.size() - 1).offset() + 1;
      more = page.size() == MARGIN && (next < to || found.size() > before);
    }
    return found;
  }

  /** Whether it is of the stage and the source partition, and of a record that there is. */
  private boolean isOwn(SourceRecord record) {
    Origin origin = record.origin();
    return origin != null
        && origin.partition() == partition
        && origin.stage().equals(stage.name())
        && origin.offset() < reader.end(new TopicPartition(stage.sourceTopic(), partition));
  }

  private static long offsetOf(SourceRecord record) {
    Origin origin = record.origin();
    return origin == null ? -1 : origin.offset();
  }
}
