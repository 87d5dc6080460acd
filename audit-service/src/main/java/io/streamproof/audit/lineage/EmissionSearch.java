package io.streamproof.audit.lineage;

import io.streamproof.pipeline.record.Origin;
import io.streamproof.pipeline.record.SourceRecord;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.TopicPartition;

/**
 * Finds what a stage has emitted for one source record in a partition of its output. A stage emits
 * in the order of its source, so within an output partition the origins of one source partition
 * increase: a binary search by offset leads there. Probes vote by the middle one of the records
 * that they see, and the last stretch is read whole, with a margin, so that a record that stands a
 * little out of order, or lies about its origin, does not lead astray.
 *
 * @param stage the stage's name
 * @param partition the source partition
 */
record EmissionSearch(Reading reading, String stage, int partition) {
  private static final int PROBE = 200;
  private static final int MARGIN = 1_000;

  /** The records with the source offset in their origin, in order. */
  List<SourceRecord> find(TopicPartition output, long offset) {
    long low = reading.beginning(output);
    long high = reading.end(output);
    while (high - low > 2 * MARGIN) {
      long middle = low + (high - low) / 2;
      List<SourceRecord> seen = probe(output, middle, high);
      if (seen.isEmpty() || isBehind(seen, offset)) {
        high = middle;
      } else if (offsetOf(seen.get(seen.size() / 2)) < offset) {
        low = Math.max(middle, seen.get(0).offset());
      } else {
        low = Math.max(low, seen.get(0).offset() - MARGIN);
        high = Math.min(high, seen.get(seen.size() - 1).offset() + 1);
        break;
      }
    }
    return around(output, low, high, offset);
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
      List<SourceRecord> page = reading.page(output, next, to, size);
      List<SourceRecord> own = page.stream().filter(this::isOwn).toList();
      if (!own.isEmpty() || page.size() < size) {
        return own;
      }
      next = page.get(page.size() - 1).offset() + 1;
      size = Math.min(2 * size, 20 * PROBE);
    }
    return List.of();
  }

  /** Reads the stretch with its margins, and on as long as there are more of them. */
  private List<SourceRecord> around(TopicPartition output, long low, long high, long offset) {
    List<SourceRecord> found = new ArrayList<>();
    long next = Math.max(low - MARGIN, reading.beginning(output));
    long to = high + MARGIN;
    boolean more = true;
    while (more) {
      List<SourceRecord> page = reading.page(output, next, Long.MAX_VALUE, MARGIN);
      long before = found.size();
      page.stream().filter(r -> isOwn(r) && offsetOf(r) == offset).forEach(found::add);
      next = page.isEmpty() ? next : page.get(page.size() - 1).offset() + 1;
      more = page.size() == MARGIN && (next < to || found.size() > before);
    }
    return found;
  }

  private boolean isOwn(SourceRecord record) {
    Origin origin = record.origin();
    return origin != null && origin.partition() == partition && origin.stage().equals(stage);
  }

  private static long offsetOf(SourceRecord record) {
    Origin origin = record.origin();
    return origin == null ? -1 : origin.offset();
  }
}
